using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace PermModule.Portal;

/// <summary>Reads users, profiles and groups. Believes of an answer only what it shows: paging headers may be missing, pages may repeat, users come and go.</summary>
internal sealed class PortalReader(PortalClient client, CancellationToken token)
{
    private const int MaxPasses = 3;
    private const int MaxPages = 100_000;
    private const string Users = "/api/v4/users/";
    private const string Profiles = "/api/v4/profiles/";

    /// <summary>False when the list of users could not be read to an end that can be believed: then nobody is missing from it.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Why it is not complete.</summary>
    public string? Incomplete { get; private set; }

    /// <summary>How many users the portal says it has, or null.</summary>
    public long? Total { get; private set; }

    public CancellationToken Token => token;

    /// <summary>The user whose token it is.</summary>
    public async Task<PortalUser> CurrentUser() => await Read("/api/v4/currentUser/", PortalJson.Default.PortalUser) is { Id: not null } user ? user : throw Missing("/api/v4/currentUser/", "a user without an id");

    /// <summary>The user with an id or a user name, whole; or null where there is none.</summary>
    public async Task<PortalUser?> User(string idOrName)
    {
        PortalUser? user = await Read(Users + Uri.EscapeDataString(idOrName), PortalJson.Default.PortalUser);
        return user is null ? null : user.Id is null ? throw Missing(Users + "{id}", "a user without an id") : user with { IsWhole = true };
    }

    /// <summary>The user that a name stands for, which a portal might take for an id or cut short; or null.</summary>
    public async Task<PortalUser?> UserNamed(string userName) =>
        await User(userName) is { } user && user.UserName is { } name && NameKey.Fold(name) == NameKey.Fold(userName) ? user : null;

    /// <summary>All profiles.</summary>
    public async Task<List<PortalProfile>> AllProfiles() => await Read(Profiles, PortalJson.Default.ListPortalProfile) ?? throw NoList(Profiles);

    /// <summary>One profile; its own every user may read.</summary>
    public Task<PortalProfile?> Profile(string id) => Read(Profiles + Uri.EscapeDataString(id), PortalJson.Default.PortalProfile);

    /// <summary>All groups.</summary>
    public async Task<List<PortalGroup>> Groups()
    {
        List<PortalGroup> groups = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int page = 1; page <= MaxPages; page++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/api/groups/list/?page={page}&limit={PortalAssumptions.GroupsPerPage}");
            List<PortalGroup> read = await Read(path, PortalJson.Default.ListPortalGroup) ?? [];
            List<PortalGroup> fresh = [.. read.Where(group => group?.Id is not null && group.Name is not null && seen.Add(PortalAssumptions.Key(group.Id)))];
            groups.AddRange(fresh);
            if (fresh.Count == 0 || read.Count < PortalAssumptions.GroupsPerPage)
            {
                break;
            }
        }

        return groups;
    }

    /// <summary>How many users the portal says it has, or null where it does not say.</summary>
    /// <param name="onlyActive">Leaves out inactive users.</param>
    public async Task<long?> Count(bool onlyActive = false)
    {
        PortalAnswer answer = await client.Get($"{Users}?includeInActive={(onlyActive ? "false" : "true")}&limit=1&page=1", token);
        return answer.IsSuccess ? answer.Total : null;
    }

    /// <summary>Tries whether users can be read at all.</summary>
    public async Task<object?> TryUsers() => await Page(Users + "?includeInActive=true&limit=1&page=1") ?? throw NoList(Users);

    /// <summary>
    /// All users, page by page; with details, which cost a request each, four at a time. Read again from the start, for those who were not seen yet,
    /// while the portal's own count says that pages have shifted.
    /// </summary>
    /// <param name="isWanted">Which of the rows are wanted.</param>
    /// <param name="details">Whether each wanted user is read whole.</param>
    /// <param name="read">Told after each page how many users were seen.</param>
    public async IAsyncEnumerable<IReadOnlyList<PortalUser>> AllUsers(Func<PortalUser, bool> isWanted, bool details, Action<long>? read)
    {
        HashSet<UInt128> seen = [];
        for (int pass = 1; ; pass++)
        {
            long? first = null;
            long? last = null;
            for (int page = 1; ; page++)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"{Users}?includeInActive=true&limit={PortalAssumptions.UsersPerPage}&page={page}");
                if (await Page(path) is not var (rows, length, total))
                {
                    if (page == 1)
                    {
                        throw NoList(Users);
                    }

                    if (last is null || seen.Count < last)
                    {
                        GiveUp($"page {page} of its users is not there");
                        yield break;
                    }

                    break;
                }

                if (rows.Count < length)
                {
                    GiveUp($"page {page} of its users names somebody without an id");
                }

                first ??= total;
                last = total ?? last;
                Total = last ?? Total;
                List<PortalUser> fresh = [.. rows.Where(user => seen.Add(KeyOf(user.Id!)))];
                read?.Invoke(seen.Count);
                List<PortalUser> wanted = fresh.FindAll(user => isWanted(user));
                if (wanted.Count > 0)
                {
                    yield return details ? await Details(wanted) : wanted;
                }

                // A short page ends a list whose length is not told. A server that ignores the number of the page gives the first one again and again.
                if (length == 0 || (last is null && length < PortalAssumptions.UsersPerPage) || (last is { } all && seen.Count >= all && fresh.Count < PortalAssumptions.UsersPerPage))
                {
                    break;
                }

                if (fresh.Count == 0 && pass == 1)
                {
                    GiveUp($"page {page} of its users repeats what was there before");
                    yield break;
                }

                if (page == MaxPages)
                {
                    GiveUp($"its list of users has no end after {MaxPages} pages");
                    yield break;
                }
            }

            if (last is null || (first == last && seen.Count >= last))
            {
                yield break;
            }

            if (pass == MaxPasses)
            {
                GiveUp($"it says it has {Quantity.Of(last.Value, "user")} and showed {seen.Count} in {MaxPasses} passes");
                yield break;
            }
        }
    }

    private void GiveUp(string why) => (IsComplete, Incomplete) = (false, why);

    /// <summary>Users read whole. Of one who is listed and not shown, what the list says is believed: a pull must not take them for missing.</summary>
    private async Task<IReadOnlyList<PortalUser>> Details(List<PortalUser> rows)
    {
        Task<PortalUser?>[] reads = [.. rows.Select(row => User(row.Id!))];
        PortalUser?[] users = await Task.WhenAll(reads);
        return [.. users.Select((user, i) => user is null ? rows[i] : Complete(user, rows[i]))];
    }

    /// <summary>What the single answer leaves out is taken from the row.</summary>
    private static PortalUser Complete(PortalUser user, PortalUser row) => user with
    {
        UserName = user.UserName ?? row.UserName,
        Email = user.Email ?? row.Email,
        ProfileId = user.ProfileId ?? row.ProfileId,
        Active = user.Active ?? row.Active,
        IsSsoOnly = user.IsSsoOnly ?? row.IsSsoOnly,
        Groups = user.Groups ?? row.Groups,
    };

    /// <summary>One page of users: those with an id, how many rows it has, and how many all pages have; or null where there is no such page.</summary>
    private async Task<(List<PortalUser> Rows, int Length, long? Total)?> Page(string path)
    {
        PortalAnswer answer = await client.Get(path, token);
        return Parse(path, answer, PortalJson.Default.ListPortalUser) is { } rows ? (rows.FindAll(user => user?.Id is not null), rows.Count, answer.Total) : null;
    }

    private async Task<T?> Read<T>(string path, JsonTypeInfo<T> type)
        where T : class => Parse(path, await client.Get(path, token), type);

    private T? Parse<T>(string path, PortalAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (answer.Status == 404)
        {
            return null;
        }

        return PortalJson.TryRead(answer, type) ?? throw Missing(path.Split('?')[0], Describe(answer));
    }

    private string Describe(PortalAnswer answer)
    {
        string detail = client.Clean(PortalErrors.Detail(answer));
        return detail.Length == 0 ? "nothing" : detail == "an HTML page" ? detail : $"something else than it publishes: {detail}";
    }

    private PermBusyException NoList(string path) => Missing(path, "status 404");

    private PermBusyException Missing(string path, string what) => PortalErrors.Unreadable(client.Uri, path, what);

    /// <summary>Sixteen bytes an id, so that a hundred thousand fit in a few megabytes.</summary>
    private static UInt128 KeyOf(string id)
    {
        string key = PortalAssumptions.Key(id);
        if (key.Length == 32 && UInt128.TryParse(key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 number))
        {
            return number;
        }

        ReadOnlySpan<byte> hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
