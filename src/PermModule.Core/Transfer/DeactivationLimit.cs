using System.Globalization;

namespace PermModule;

/// <summary>How many users one synchronization may deactivate: a number, or a percentage of the active users.</summary>
public sealed record DeactivationLimit
{
    private const int DefaultPercent = 10;
    private const long DefaultNumber = 10;

    private DeactivationLimit(long? number, int? percent)
    {
        Number = number;
        Percent = percent;
    }

    /// <summary>Ten percent of the active users, and ten users in any case.</summary>
    public static DeactivationLimit Default { get; } = new(DefaultNumber, DefaultPercent);

    /// <summary>The number, or null where only a percentage was given.</summary>
    public long? Number { get; }

    /// <summary>The percentage, or null where only a number was given.</summary>
    public int? Percent { get; }

    /// <summary>Reads a number such as <c>25</c> or a percentage such as <c>5%</c>.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidLimit</c>.</exception>
    public static DeactivationLimit Parse(string text)
    {
        string trimmed = text?.Trim() ?? "";
        bool isPercent = trimmed.EndsWith('%');
        string digits = isPercent ? trimmed[..^1].TrimEnd() : trimmed;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || (isPercent && number > 100))
        {
            throw new PermInvalidInputException(ErrorId.InvalidLimit, $"'{TextRules.Cut(text)}' is neither a number of users nor a percentage.", text);
        }

        return isPercent ? new DeactivationLimit(number: null, (int)number) : new DeactivationLimit(number, percent: null);
    }

    /// <summary>How many users may be deactivated where so many are active.</summary>
    public long Of(long active) => Math.Max(Number ?? 0, Percent is { } percent ? (long)(active * (decimal)percent / 100) : 0);

    /// <summary>The limit as it is written.</summary>
    public override string ToString() => (Number, Percent) switch
    {
        ({ } number, { } percent) => string.Create(CultureInfo.InvariantCulture, $"{percent} %, and {number} in any case"),
        (null, { } percent) => string.Create(CultureInfo.InvariantCulture, $"{percent} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Number}"),
    };
}
