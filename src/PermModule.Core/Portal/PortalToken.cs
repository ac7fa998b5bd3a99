using System.Net;

namespace PermModule.Portal;

/// <summary>The bearer token of a connection: a permanent one, or one that is fetched by client credentials and fetched again when it ends.</summary>
internal sealed class PortalToken : IDisposable
{
    private const string Path = "/v6/authentication/oauth2/token";

    /// <summary>The official clients fetch a new token this long before the end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private readonly PortalOptions _options;
    private string? _value;
    private DateTimeOffset _endsAt = DateTimeOffset.MaxValue;

    public PortalToken(PortalOptions options)
    {
        _options = options;
        _value = Plain(options.Token)?.Trim();
        if (_value is not null && !IsSendable(_value))
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, "The token holds a character that no token has, such as a blank, a line break or a letter beyond ASCII. Give the token alone.", options.Uri);
        }

        Secrets = [.. new[] { _value, Plain(options.ClientSecret) }.OfType<string>().Where(secret => secret.Length > 0)];
    }

    /// <summary>The scopes that are asked for.</summary>
    public static IReadOnlyList<string> Wanted { get; } = ["admin.user:read", "admin.user:write", "admin.profile:read", "current.user:read", "current.profile:read"];

    /// <summary>The scopes that were granted; none where the portal does not say.</summary>
    public IReadOnlyList<string> Granted { get; private set; } = [];

    /// <summary>What no message may hold.</summary>
    public IReadOnlyList<string> Secrets { get; private set; }

    /// <summary>A text without any secret in it.</summary>
    public string Clean(string text) => Secrets.Aggregate(text, PortalErrors.Without);

    /// <summary>True when a new token can be fetched.</summary>
    public bool IsRenewable => _options.ClientId is not null;

    /// <summary>The token to send.</summary>
    /// <param name="rejected">The token that the portal refused just now, or null.</param>
    /// <param name="fetch">Sends a form to a path and gives the answer.</param>
    /// <param name="token">Stops the wait.</param>
    public async Task<string> Get(string? rejected, Func<string, IReadOnlyList<KeyValuePair<string, string>>, Task<PortalAnswer>> fetch, CancellationToken token)
    {
        if (!IsRenewable)
        {
            return _value ?? "";
        }

        await _fetching.WaitAsync(token);
        try
        {
            // Of several requests that were refused at once only the first fetches.
            if (_value is null || _value == rejected || _options.Time.GetUtcNow() >= _endsAt)
            {
                Read(await fetch(Path, [
                    new("grant_type", "client_credentials"),
                    new("client_id", _options.ClientId!),
                    new("client_secret", Plain(_options.ClientSecret) ?? ""),
                    new("scope", string.Join(' ', Wanted)),
                ]));
            }

            return _value!;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    /// <summary>True for what fits into a header as it is.</summary>
    private static bool IsSendable(string token) => token.All(character => character is > ' ' and <= '~');

    private static string? Plain(System.Security.SecureString? text) => text is null ? null : new NetworkCredential("", text).Password;

    private void Read(PortalAnswer answer)
    {
        if (answer.IsUncertain)
        {
            throw PortalErrors.Unavailable(_options.Uri, $"gives no token: {Clean(PortalErrors.Detail(answer))}");
        }

        PortalTokenAnswer? granted = PortalJson.TryRead(answer, PortalJson.Default.PortalTokenAnswer);
        if (!answer.IsSuccess || granted?.AccessToken is not { Length: > 0 } value || !IsSendable(value))
        {
            // An answer that is no error may hold a token in another form.
            throw PortalErrors.Unauthorized(_options.Uri, answer.IsSuccess ? "an answer without a token" : Clean(PortalErrors.Detail(answer)));
        }

        _value = value;
        Secrets = [.. Secrets, value];
        _endsAt = granted.Lifetime is { } lifetime ? _options.Time.GetUtcNow() + lifetime - Margin : DateTimeOffset.MaxValue;
        Granted = granted.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
