using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace PermModule.Fakes;

/// <summary>Answers requests as the published description says.</summary>
internal sealed class PortalHandler(PortalState state, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _window = new();
    private readonly Queue<DateTimeOffset> _second = new();
    private DateTimeOffset? _quietSince;
    private int _number;

    public PortalState State => state;

    public Quirks Quirks { get; } = new();

    public Func<FakeRequest, Fault> Faults { get; set; } = _ => Fault.None;

    public Action<FakeRequest> Before { get; set; } = _ => { };

    public string Token { get; set; } = "permanent-token-of-the-fake";

    public string Scopes { get; set; } = "admin.user:read admin.user:write admin.profile:read current.user:read current.profile:read";

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    public int Blocked { get; private set; }

    public int TokensGiven { get; private set; }

    public void RevokeTokens()
    {
        lock (_tokens)
        {
            _tokens.Clear();
        }
    }

    public void Dispose() => _one.Dispose();

    public async Task Handle(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
        string body = await reader.ReadToEndAsync();
        if (context.Request.Path.StartsWithSegments("/_fake", StringComparison.Ordinal))
        {
            await Control.Handle(context, body, this);
            return;
        }

        await _one.WaitAsync();
        try
        {
            FakeRequest request = new(++_number, time.GetUtcNow(), context.Request.Method, context.Request.Path + context.Request.QueryString, body);
            Requests.Enqueue(request);
            await Answer(context, request);
            request.Status = context.Response.StatusCode;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task Answer(HttpContext context, FakeRequest request)
    {
        if (IsBlocked(request.At))
        {
            Blocked++;
            await Text(context, 429, "Too many requests");
            return;
        }

        Fault fault = Faults(request);
        switch (fault)
        {
            case Fault.CutBefore:
                context.Abort();
                return;
            case Fault.Error:
                await Error(context, 500, "Something went wrong");
                return;
            case Fault.ErrorWithSuccess:
                await Json(context, 200, new JsonObject { ["error"] = "The database is away" });
                return;
            case Fault.Html:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!DOCTYPE html><html><body>Sign in</body></html>");
                return;
            case Fault.RedirectAway:
                context.Response.Redirect(Quirks.Elsewhere + request.Path);
                return;
            case Fault.RedirectHere when !request.Path.Contains("moved", StringComparison.Ordinal):
                context.Response.Redirect(request.Path + (request.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "moved=1", permanent: true);
                return;
            case Fault.Unauthorized:
                await Text(context, 401, "Invalid or expired token");
                return;
            case Fault.Forbidden:
                await Error(context, 403, "Not allowed");
                return;
            case Fault.NotFound:
                await Text(context, 404, "Not found");
                return;
            case Fault.Echo:
                await Text(context, 400, "Bad form: " + request.Body);
                return;
            case Fault.TooMany:
                context.Response.Headers.RetryAfter = Quirks.RetryAfter;
                await Text(context, 429, "Too many requests");
                return;
            case Fault.Endless:
                context.Response.ContentType = "application/json";
                byte[] chunk = Encoding.UTF8.GetBytes("[" + new string(' ', 64 * 1024));
                for (int i = 0; i < 1000 && !context.RequestAborted.IsCancellationRequested; i++)
                {
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                }

                return;
        }

        Before(request);
        if (fault is Fault.CutAfter or Fault.ErrorAfter or Fault.NotCompressed)
        {
            Stream real = context.Response.Body;
            context.Response.Body = Stream.Null;
            await Route(context, request);
            context.Response.Body = real;
            if (fault == Fault.CutAfter)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            if (fault == Fault.NotCompressed)
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await context.Response.Body.WriteAsync((byte[])[0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
                return;
            }

            await Error(context, 502, "Bad gateway");
            return;
        }

        await Route(context, request);
    }

    /// <summary>As published: more than the limit in any five minutes, and the address is blocked until five minutes pass without requests.</summary>
    private bool IsBlocked(DateTimeOffset now)
    {
        Trim(_second, TimeSpan.FromSeconds(1));
        Trim(_window, Window);
        if (_quietSince is { } last)
        {
            bool isOver = now - last >= Window;
            _quietSince = isOver ? null : now;
            if (!isOver)
            {
                return true;
            }
        }

        _second.Enqueue(now);
        _window.Enqueue(now);
        if (_window.Count > Quirks.RequestsPerWindow || _second.Count > Quirks.RequestsPerSecond)
        {
            _quietSince = now;
            return true;
        }

        return false;

        void Trim(Queue<DateTimeOffset> requests, TimeSpan length)
        {
            while (requests.TryPeek(out DateTimeOffset oldest) && now - oldest >= length)
            {
                requests.Dequeue();
            }
        }
    }

    private async Task Route(HttpContext context, FakeRequest request)
    {
        string path = request.Path.Split('?')[0];
        if (path == "/v6/authentication/oauth2/token")
        {
            await GiveToken(context, request);
            return;
        }

        if (!IsKnown(context.Request.Headers.Authorization))
        {
            await Text(context, 401, Quirks.EchoesToken ? $"Invalid token {context.Request.Headers.Authorization}" : "Invalid or expired token");
            return;
        }

        string[] parts = path.Trim('/').Split('/');
        Task answer = (request.Method, parts) switch
        {
            ("GET", ["api", "v4", "currentUser"]) => Json(context, 200, Whole(state.Owner, withGroups: false)),
            ("GET", ["api", "v4", "profiles"]) => Json(context, 200, new JsonArray([.. state.Profiles.Select(Profile)])),
            ("GET", ["api", "v4", "profiles", string id]) => state.Profiles.Find(profile => PortalState.Key(profile.Id) == PortalState.Key(id)) is { } profile ? Json(context, 200, Profile(profile)) : NotFound(context),
            ("GET", ["api", "v4", "users"]) => List(context),
            ("GET", ["api", "v4", "users", string id]) => state.Find(Uri.UnescapeDataString(id)) is { } user ? Json(context, 200, Whole(user, withGroups: true)) : NotFound(context),
            ("POST", ["api", "v4", "users"]) => Create(context, Form(request)),
            ("POST", ["api", "v4", "users", string id]) => state.Users.GetValueOrDefault(id) is { } user ? Modify(context, user, Form(request)) : NotFound(context),
            ("DELETE", ["api", "v4", "users", string id]) => Delete(context, id),
            ("GET", ["api", "groups", "list"]) => Groups(context),
            _ => NotFound(context),
        };
        await answer;
    }

    private bool IsKnown(StringValues authorization)
    {
        string token = authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        lock (_tokens)
        {
            return token == Token || _tokens.Contains(token);
        }
    }

    private Task GiveToken(HttpContext context, FakeRequest request)
    {
        Dictionary<string, string> form = Form(request);
        if (form.GetValueOrDefault("grant_type") != "client_credentials" || form.GetValueOrDefault("client_id") != "app" || form.GetValueOrDefault("client_secret") != "app-secret")
        {
            return Json(context, 401, new JsonObject { ["error"] = "invalid_client", ["error_description"] = "Unknown application" });
        }

        string token = string.Create(CultureInfo.InvariantCulture, $"granted-{++TokensGiven}-{_number}");
        lock (_tokens)
        {
            _tokens.Add(token);
        }

        return Json(context, 200, new JsonObject { ["access_token"] = token, ["token_type"] = "bearer", ["expires_in"] = 3600, ["scope"] = Scopes });
    }

    private Task List(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        bool includesInactive = query["includeInActive"].ToString().ToUpperInvariant() is "TRUE" or "1";
        int limit = Math.Min(Number(query["limit"], 100), Quirks.MaxPage);
        int page = Quirks.IgnoresPage ? 1 : Number(query["page"], 1);
        FakeUser[] all = [.. state.Users.Values.Where(user => includesInactive || user.IsActive)];
        IEnumerable<FakeUser> rows = all.Skip((page - 1) * limit).Take(limit);
        if (Quirks.HasEndlessPages)
        {
            rows = Enumerable.Range(0, limit).Select(i => new FakeUser { Id = state.NewId(), UserName = $"ghost{state.NewId()}", Email = "", ProfileId = state.Profiles[0].Id });
        }

        if (Quirks.PagingHeaders != "none")
        {
            bool isRight = Quirks.PagingHeaders == "right";
            context.Response.Headers["X-Pagination-TotalRecords"] = isRight ? all.Length.ToString(CultureInfo.InvariantCulture) : "many";
            context.Response.Headers["X-Pagination-TotalPages"] = isRight ? ((all.Length + limit - 1) / limit).ToString(CultureInfo.InvariantCulture) : "-1";
            context.Response.Headers["X-Pagination-Page"] = page.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-Pagination-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        return Json(context, 200, new JsonArray([.. rows.Select(Row)]));
    }

    private Task Groups(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        int limit = Number(query["limit"], 20);
        int page = Number(query["page"], 1);
        return Json(context, 200, new JsonArray([.. state.Groups.Skip((page - 1) * limit).Take(limit).Select(group => (JsonNode)new JsonObject { ["id"] = Quirks.HasOtherGroupIds ? Rfc(group.Id) : group.Id, ["name"] = group.Name })]));
    }

    private Task Create(HttpContext context, Dictionary<string, string> form)
    {
        string? missing = ((string[])["email", "password", "profileId", "firstname", "lastname"]).FirstOrDefault(field => string.IsNullOrEmpty(form.GetValueOrDefault(field)));
        if (missing is not null)
        {
            return Error(context, 400, $"The field {missing} is required");
        }

        string name = form.GetValueOrDefault("username") is { Length: > 0 } given ? given : form["email"];
        if (state.Find(name) is not null || state.Users.Values.Any(user => user.Email.Equals(form["email"], StringComparison.OrdinalIgnoreCase)))
        {
            return Error(context, 400, "Username or e-mail address already in use");
        }

        bool isActive = form.GetValueOrDefault("active") != "0";
        if (isActive && IsFull())
        {
            return Error(context, 400, "No seat is free");
        }

        FakeUser user = new() { Id = state.NewId(), UserName = name, Email = form["email"], IsActive = isActive };
        state.Users.Add(user.Id, user);
        return Apply(context, user, form, 201);
    }

    private Task Modify(HttpContext context, FakeUser user, Dictionary<string, string> form)
    {
        bool activates = form.GetValueOrDefault("active") == "1" && !user.IsActive;
        if (activates && Quirks.ReactivationDelayDays is { } days && user.DeactivatedAt is { } since && time.GetUtcNow() < since.AddDays(days))
        {
            return Error(context, 409, $"A deactivated user can be activated after {days} days");
        }

        return activates && IsFull() ? Error(context, 400, "No seat is free") : Apply(context, user, form, 202);
    }

    private bool IsFull() => Quirks.Seats is { } seats && state.Users.Values.Count(user => user.IsActive) >= seats;

    private Task Apply(HttpContext context, FakeUser user, Dictionary<string, string> form, int status)
    {
        if (form.TryGetValue("profileId", out string? profile))
        {
            if (!state.Profiles.Exists(known => known.Id == profile))
            {
                return Error(context, 400, "Unknown profile");
            }

            user.ProfileId = profile;
        }

        Set("username", value => user.UserName = value);
        Set("email", value => user.Email = value);
        Set("firstname", value => user.FirstName = value);
        Set("lastname", value => user.LastName = value);
        Set("department", value => user.Department = value);
        Set("job", value => user.Job = value);
        Set("isSSOOnly", value => user.IsSsoOnly = value is "true" or "1");
        Set("active", value =>
        {
            user.DeactivatedAt = user.IsActive && value == "0" ? time.GetUtcNow() : user.DeactivatedAt;
            user.IsActive = value == "1";
        });
        if (form.TryGetValue("groupIds", out string? groups) && !(groups.Length == 0 && Quirks.KeepsWhenEmpty))
        {
            FakeGroup?[] wanted = [.. groups.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(state.FindGroup)];
            if (wanted.Contains(null))
            {
                return Error(context, 400, "Unknown group");
            }

            if (!Quirks.AddsGroups)
            {
                user.GroupIds.Clear();
            }

            user.GroupIds.AddRange(wanted.Select(group => group!.Id).Except(user.GroupIds).ToArray());
        }

        user.Writes++;
        return Json(context, status, new JsonObject { ["id"] = user.Id, ["username"] = user.UserName });

        void Set(string field, Action<string> set)
        {
            if (form.TryGetValue(field, out string? value) && !(value.Length == 0 && Quirks.KeepsWhenEmpty))
            {
                set(value);
            }
        }
    }

    private Task Delete(HttpContext context, string id)
    {
        if (state.Find(id) is not { } user)
        {
            return NotFound(context);
        }

        state.Users.Remove(user.Id);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private JsonNode Row(FakeUser user)
    {
        JsonObject row = new()
        {
            ["id"] = Quirks.HasLowerCaseIds ? user.Id.ToLowerInvariant() : user.Id,
            ["username"] = user.UserName,
            ["email"] = user.Email,
            ["email2"] = "",
            ["name"] = (user.FirstName + " " + user.LastName).Trim(),
            ["active"] = Quirks.ActiveAs switch
            {
                "truth" => user.IsActive,
                "text" => user.IsActive ? "1" : "0",
                "word" => user.IsActive ? "true" : "false",
                _ => user.IsActive ? 1 : 0,
            },
            ["isSSOOnly"] = user.IsSsoOnly,
            ["profileId"] = user.ProfileId,
            ["country"] = user.Country,
            ["groups"] = GroupsOf(user),
        };
        if (Quirks.HasNamesInList)
        {
            row["firstname"] = user.FirstName;
            row["lastname"] = user.LastName;
        }

        AddUnknown(row);
        return row;
    }

    private JsonObject Whole(FakeUser user, bool withGroups)
    {
        JsonObject whole = new()
        {
            ["id"] = user.Id,
            ["username"] = user.UserName,
            ["email"] = user.Email,
            ["firstname"] = user.FirstName,
            ["infix"] = "",
            ["lastname"] = user.LastName,
            ["profileId"] = user.ProfileId,
            ["active"] = user.IsActive,
            ["isSSOOnly"] = user.IsSsoOnly,
            ["persisted"] = true,
            ["language"] = "en_US",
            ["lastLogin"] = user.LastLogin,
            ["department"] = Quirks.FieldSize > 0 ? new string('x', Quirks.FieldSize) : user.Department,
            ["job"] = user.Job,
            ["country"] = user.Country,
        };
        if (withGroups)
        {
            whole["groups"] = GroupsOf(user);
        }

        AddUnknown(whole);
        return whole;
    }

    private JsonArray GroupsOf(FakeUser user) => new([.. user.GroupIds.Select(id => (JsonNode)new JsonObject { ["id"] = Quirks.GroupsAs == "name" ? null : id, ["name"] = Quirks.GroupsAs == "id" ? null : state.FindGroup(id)?.Name })]);

    private JsonNode Profile(FakeProfile profile)
    {
        JsonObject shown = new() { ["name"] = profile.Name, ["id"] = profile.Id, ["roles"] = profile.Roles.Count == 0 && Quirks.HasNullRoles ? null : new JsonArray([.. profile.Roles.Select(role => (JsonNode)role)]) };
        AddUnknown(shown);
        return shown;
    }

    private void AddUnknown(JsonObject shown)
    {
        if (Quirks.HasUnknownFields)
        {
            shown["avatar"] = new JsonObject { ["sizes"] = new JsonArray(1, 2, 3) };
            shown["x-internal"] = null;
        }
    }

    private static string Rfc(string id)
    {
        string key = PortalState.Key(id);
        return $"{key[..8]}-{key[8..12]}-{key[12..16]}-{key[16..20]}-{key[20..]}";
    }

    private static Dictionary<string, string> Form(FakeRequest request) =>
        QueryHelpers.ParseQuery(request.Body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);

    private static int Number(StringValues text, int usual) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : usual;

    private Task NotFound(HttpContext context) => Error(context, 404, "Not found");

    private Task Error(HttpContext context, int status, string message) =>
        Quirks.HasJsonErrors ? Json(context, status, new JsonObject { ["message"] = message }) : Text(context, status, message);

    private static Task Text(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(text);
    }

    internal static Task Json(HttpContext context, int status, JsonNode node)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(node.ToJsonString(JsonSerializerOptions.Default));
    }
}
