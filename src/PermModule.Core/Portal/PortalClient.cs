using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace PermModule.Portal;

/// <summary>
/// Sends requests to one portal: under its limits, with a valid token, to no other host. What is safe to repeat is repeated after an error;
/// a write is sent once, and whether it arrived is for the caller to find out.
/// </summary>
internal sealed class PortalClient : IDisposable
{
    private const int MaxBody = 8 * 1024 * 1024;
    private const int MaxBlocks = 3;
    private const int MaxRedirects = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly PortalOptions _options;
    private readonly PortalTraffic _traffic;
    private readonly PortalToken _token;
    private long _requests;

    /// <exception cref="PermException"><c>PortalInsecure</c>: neither https nor this machine itself; <c>InvalidValue</c>.</exception>
    public PortalClient(PortalOptions options)
    {
        Uri = Check(options);
        _options = options with { Uri = Uri };
        _traffic = PortalTraffic.To(Uri.Authority, options);
        _token = new PortalToken(_options);
        _http = new HttpClient(new SocketsHttpHandler
        {
            // The token must not follow a redirect to another host, nor a form to another address.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PermModule", typeof(PortalClient).Assembly.GetName().Version?.ToString(3)));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>The portal.</summary>
    public Uri Uri { get; }

    public PortalGroupIds GroupIds => _options.GroupIds;

    public TimeProvider Time => _options.Time;

    public PortalRateLimiter Rate => _traffic.Rate;

    /// <summary>The scopes that were granted; none where the portal does not say.</summary>
    public IReadOnlyList<string> Scopes => _token.Granted;

    /// <summary>True when the portal says which scopes it granted.</summary>
    public bool KnowsScopes => _token.IsRenewable && _token.Granted.Count > 0;

    /// <summary>How many requests were sent.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>How often a read is tried. A portal that fails at every third request must not end a pull of thousands; whoever signs in waits for an answer.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Told when the portal is closed to this address, and for how long.</summary>
    public Action<TimeSpan>? Blocked { get; set; }

    /// <summary>Reads; repeats after a server error, a broken connection or a time-out. The answer is a success or 404.</summary>
    /// <exception cref="PermException"><c>PortalUnauthorized</c>, <c>PortalForbidden</c>, <c>PortalUnavailable</c>, <c>PortalInsecure</c>.</exception>
    public async Task<PortalAnswer> Get(string path, CancellationToken token)
    {
        PortalAnswer answer = await Repeat(() => Send(HttpMethod.Get, path, form: null, token), token);
        if (answer.IsSuccess || answer.Status == 404)
        {
            return answer;
        }

        string detail = Clean(PortalErrors.Detail(answer));
        throw answer.Status switch
        {
            401 => PortalErrors.Unauthorized(Uri, detail),
            403 => PortalErrors.Forbidden(Uri, Shown(path), detail),
            0 => PortalErrors.Unavailable(Uri, $"did not answer '{Shown(path)}' in {Attempts} attempts: {detail}"),
            _ => PortalErrors.Unavailable(Uri, $"refuses '{Shown(path)}' with status {answer.Status}. It says: {detail}"),
        };
    }

    /// <summary>Writes once. The answer may be any but 401 and 429; it has status 0 where none came.</summary>
    /// <exception cref="PermException"><c>PortalUnauthorized</c>, <c>PortalInsecure</c>; <c>PortalUnavailable</c>: closed to this address several times in a row.</exception>
    public async Task<PortalAnswer> Post(string path, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken token)
    {
        PortalAnswer answer = await Send(HttpMethod.Post, path, form, token);
        return answer.Status == 401 ? throw PortalErrors.Unauthorized(Uri, Clean(PortalErrors.Detail(answer))) : answer;
    }

    /// <summary>Waits between two looks at the same thing; a little longer each time, and not in step with others.</summary>
    public Task Wait(int attempt, CancellationToken token) => Task.Delay(Pause(attempt), Time, token);

    /// <summary>Text from the portal without any secret in it.</summary>
    public string Clean(string text) => _token.Clean(text);

    public void Dispose()
    {
        _http.Dispose();
        _token.Dispose();
    }

    private static Uri Check(PortalOptions options)
    {
        Uri uri = options.Uri.IsAbsoluteUri ? options.Uri : new Uri("https://" + options.Uri.OriginalString, UriKind.Absolute);
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        {
            throw PortalErrors.Insecure(uri, $"a token is sent over https only, and '{uri.Scheme}' is not that.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, "The address of a portal is https and its host, without a name, a password or a query.", uri.Host);
        }

        if (options.RequestsPerSecond < 1 || options.RequestsPerWindow < 1)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The limits are {options.RequestsPerSecond} requests a second and {options.RequestsPerWindow} in five minutes; each is 1 or more.", uri.Host);
        }

        return new Uri(uri.GetLeftPart(UriPartial.Authority) + "/");
    }

    /// <summary>Ids and names in a path identify people and may be long; the collection says what was asked.</summary>
    private static string Shown(string path) => path.Split('?')[0] is var bare && bare.StartsWith("/api/v4/users/", StringComparison.Ordinal) && bare.Length > "/api/v4/users/".Length ? "/api/v4/users/{id}" : bare;

    private static TimeSpan Pause(int attempt)
    {
        TimeSpan longest = FirstPause * Math.Pow(2, attempt - 1);
        longest = longest < LongestPause ? longest : LongestPause;
        return longest * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 2000.0));
    }

    /// <summary>Sends what is safe to repeat until the portal gives an answer that it means.</summary>
    private async Task<PortalAnswer> Repeat(Func<Task<PortalAnswer>> send, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            PortalAnswer answer = await send();
            if (!answer.IsUncertain || attempt == Attempts)
            {
                return answer;
            }

            await Wait(attempt, token);
        }
    }

    /// <summary>One request. A token that is refused is fetched again once.</summary>
    private async Task<PortalAnswer> Send(HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, CancellationToken token)
    {
        string bearer = await Token(rejected: null, token);
        PortalAnswer answer = await SendWhenOpen(method, path, form, bearer, token);
        if (answer.Status != 401 || !_token.IsRenewable)
        {
            return answer;
        }

        return await SendWhenOpen(method, path, form, await Token(rejected: bearer, token), token);
    }

    private Task<string> Token(string? rejected, CancellationToken token) =>
        _token.Get(rejected, (path, form) => Repeat(() => SendWhenOpen(HttpMethod.Post, path, form, bearer: null, token), token), token);

    /// <summary>One request, sent again after the quiet time that the portal asks for: it is closed then and carries nothing out.</summary>
    private async Task<PortalAnswer> SendWhenOpen(HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, string? bearer, CancellationToken token)
    {
        for (int blocks = 0; blocks <= MaxBlocks; blocks++)
        {
            PortalAnswer answer = await Follow(method, path, form, bearer, token);
            if (answer.Status != 429)
            {
                return answer;
            }
        }

        throw PortalErrors.Unavailable(Uri, $"is closed to this address for asking too often, still after {MaxBlocks} quiet windows. Something else asks it from the same address.");
    }

    private async Task<PortalAnswer> Follow(HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, string? bearer, CancellationToken token)
    {
        Uri address = new(Uri, path);
        for (int redirects = 0; ; redirects++)
        {
            (PortalAnswer answer, Uri? location) = await _traffic.Send(() => Exchange(method, address, form, bearer, token), token);
            if (location is null || answer.Status is not (301 or 302 or 303 or 307 or 308))
            {
                return answer;
            }

            Uri next = new(address, location);
            if (method != HttpMethod.Get || redirects == MaxRedirects || next.Authority != Uri.Authority || next.Scheme != Uri.Scheme)
            {
                throw PortalErrors.Unavailable(Uri, $"redirects '{Shown(path)}' to '{next.Authority}', which is not followed.{(method == HttpMethod.Get ? "" : " Whether the change was made before is not known: compare again.")}");
            }

            address = next;
        }
    }

    private async Task<(PortalAnswer Answer, Uri? Location)> Exchange(HttpMethod method, Uri address, IReadOnlyList<KeyValuePair<string, string>>? form, string? bearer, CancellationToken token)
    {
        using HttpRequestMessage request = new(method, address);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        request.Content = form is null ? null : new FormUrlEncodedContent(form);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(_options.Timeout);
        Interlocked.Increment(ref _requests);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                // Asking again inside the window would make it longer.
                TimeSpan quiet = RetryAfter(response) ?? PortalAssumptions.Window + TimeSpan.FromSeconds(1);
                Rate.Block(quiet);
                Blocked?.Invoke(quiet);
            }

            byte[] body = await ReadBody(response, limit.Token);
            return (new PortalAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body)
            {
                Total = response.Headers.TryGetValues("X-Pagination-TotalRecords", out IEnumerable<string>? total) ? PortalAnswer.Number(total.First()) : null,
            }, response.Headers.Location);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw PortalErrors.Insecure(Uri, "its certificate does not fit its name, or nobody whom this machine trusts has issued it.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException || (error is OperationCanceledException && !token.IsCancellationRequested))
        {
            string why = error is OperationCanceledException ? $"no answer within {_options.Timeout.TotalSeconds:0} seconds" : error.Message;
            return (new PortalAnswer(0, "text/plain", System.Text.Encoding.UTF8.GetBytes(why)), null);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - Time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero,
        _ => null,
    };

    private async Task<byte[]> ReadBody(HttpResponseMessage response, CancellationToken token)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(token);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, token)) > 0)
        {
            if (body.Length + read > MaxBody)
            {
                throw PortalErrors.Unavailable(Uri, $"sent an answer of more than {MaxBody / 1024 / 1024} MB, which is no page of a list and no user.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
