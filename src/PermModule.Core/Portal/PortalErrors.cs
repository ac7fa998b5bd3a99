using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace PermModule.Portal;

/// <summary>What the answers and silences of a portal mean. No text of it holds a token: what the portal says is shown without.</summary>
internal static class PortalErrors
{
    private const int MaxShown = 500;

    public static PermBusyException Unavailable(Uri portal, string what, Exception? error = null) =>
        new(ErrorId.PortalUnavailable, $"The portal at '{portal.Authority}' {what}", portal.ToString(), error);

    public static PermBusyException Unreadable(Uri portal, string path, string what) =>
        Unavailable(portal, $"answered '{path}' with {what}. Nothing was taken from that answer.");

    public static PermNotPermittedException Unauthorized(Uri portal, string detail) =>
        new(ErrorId.PortalUnauthorized, $"The portal at '{portal.Authority}' does not accept the token: it is missing, expired or revoked{Said(detail)}", portal.ToString());

    public static PermNotPermittedException Forbidden(Uri portal, string path, string detail) =>
        new(ErrorId.PortalForbidden, $"The portal at '{portal.Authority}' refuses '{path}': the token has no scope for it, or its user's profile lacks the role{Said(detail)}", portal.ToString());

    public static PermNotPermittedException Insecure(Uri portal, string why, Exception? error = null) =>
        new(ErrorId.PortalInsecure, $"'{portal.Authority}' was not asked: {why}", portal.ToString(), error);

    /// <summary>What an answer says of an error, in at most 500 characters.</summary>
    public static string Detail(PortalAnswer answer)
    {
        string text = Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 64 * 1024))).Trim();
        if (text.Length == 0)
        {
            return "";
        }

        if (text[0] == '<')
        {
            return "an HTML page";
        }

        return Shorten(text[0] is '{' or '[' ? FromJson(answer.Body) ?? text : text);
    }

    /// <summary>A text without a secret, as the secret is and as forms and addresses write it.</summary>
    public static string Without(string text, string secret)
    {
        string escaped = Uri.EscapeDataString(secret);
        return new[] { secret, escaped, escaped.Replace("%20", "+", StringComparison.Ordinal), WebUtility.UrlEncode(secret) }
            .Aggregate(text, (clean, form) => clean.Replace(form, "***", StringComparison.OrdinalIgnoreCase));
    }

    private static string? FromJson(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Find(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair, in a text or in any name before the one looked for, is no error of the syntax.
            return null;
        }
    }

    /// <summary>The services of the portal put what they say into different places.</summary>
    private static string? Find(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.GetArrayLength() > 0 ? Find(element[0]) : null;
        }

        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString();
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (string name in (ReadOnlySpan<string>)["error_description", "message", "detail", "error", "errors", "title"])
        {
            if (element.TryGetProperty(name, out JsonElement value) && Find(value) is { Length: > 0 } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Shorten(string text)
    {
        string shown = InvisibleText.Blank(text[..Math.Min(text.Length, MaxShown)]);
        return string.Concat(shown.Select(c => char.IsSurrogate(c) ? ' ' : c)) + (text.Length > MaxShown ? "…" : "");
    }

    private static string Said(string detail) => detail.Length == 0 ? "." : string.Create(CultureInfo.InvariantCulture, $". It says: {detail}");
}
