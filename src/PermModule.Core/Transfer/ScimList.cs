using System.Globalization;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>What a list of users says of itself, and whether it is the whole list or a page of it.</summary>
internal sealed class ScimList
{
    private const string TotalResults = "totalResults";
    private const string StartIndex = "startIndex";

    /// <summary>The properties that tell: those of SCIM, of its cursors (RFC 9865) and of Microsoft Graph.</summary>
    public static readonly string[] Names = [TotalResults, StartIndex, "nextCursor", "@odata.nextLink"];

    private long _first = 1;
    private bool _hasMore;
    private bool _isContradictory;

    /// <summary>How many users the whole list has, as it says; or null.</summary>
    public long? Total { get; private set; }

    /// <summary>True for a list of SCIM, which has to say how many users there are; Microsoft Graph's names its next page instead.</summary>
    public bool HasToTellTotal { get; set; }

    /// <summary>How many arrays of users were opened.</summary>
    public int Arrays { get; set; }

    /// <summary>How many users were read.</summary>
    public long Count { get; set; }

    /// <summary>Why this may not be the whole list, or null.</summary>
    public string? WhyNotWhole
    {
        get
        {
            if (Total is { } total && total != Count)
            {
                return $"its list holds {Quantity.Of(Count, "user")} and says there {(total == 1 ? "is" : "are")} {total}";
            }

            if (_hasMore || _first > 1)
            {
                return "its list says that it is a page of a longer one";
            }

            if (Arrays > 1)
            {
                return "it holds more than one list";
            }

            if (_isContradictory)
            {
                return "its list says twice how many users there are, with different numbers";
            }

            return Total is null && HasToTellTotal ? "its list does not say how many users there are (totalResults)" : null;
        }
    }

    /// <summary>Takes the value of one of the <see cref="Names"/>, on which the reader stands.</summary>
    public void Note(string name, ref Utf8JsonReader json)
    {
        bool isNumber = long.TryParse(json.TokenType is JsonTokenType.Number or JsonTokenType.String ? System.Text.Encoding.UTF8.GetString(json.HasValueSequence ? [] : json.ValueSpan) : "", NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        switch (name)
        {
            case TotalResults:
                _isContradictory |= Total is { } before && before != number;
                Total = isNumber ? number : null;
                break;
            case StartIndex:
                _first = isNumber ? number : 1;
                break;
            default:
                _hasMore |= json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0;
                break;
        }
    }
}
