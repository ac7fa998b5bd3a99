using System.Globalization;

namespace PermModule.Portal;

/// <summary>Stops a synchronization that would deactivate more users than somebody expects.</summary>
internal static class PortalBrake
{
    private const int UsualPercent = 10;
    private const int UsualLeast = 10;

    /// <summary>The most users that may be deactivated.</summary>
    /// <param name="text">A number, a percentage, or null.</param>
    /// <param name="active">How many users are active.</param>
    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>.</exception>
    public static long Limit(string? text, long active)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Math.Max(UsualLeast, active * UsualPercent / 100);
        }

        string trimmed = text.Trim();
        bool isPercent = trimmed.EndsWith('%');
        if (!int.TryParse(trimmed.TrimEnd('%').TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || (isPercent && number > 100))
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"'{TextRules.Cut(text)}' is not a number of users. It is a whole number, or a percentage from 0% to 100%.", text);
        }

        return isPercent ? active * number / 100 : number;
    }

    /// <exception cref="PermConflictException"><c>SyncTooMany</c>.</exception>
    public static void Check(IReadOnlyList<PermPortalStep> steps, string? text, Func<long> active, string side)
    {
        _ = Limit(text, active: 0);
        string[] names = [.. steps.Where(step => step.Deactivates).DistinctBy(step => step.Subject).Select(step => step.Name)];
        if (names.Length == 0)
        {
            return;
        }

        long limit = Limit(text, active());
        if (names.Length > limit)
        {
            string first = string.Join(", ", names.Take(5).Select(TextRules.Cut));
            throw new PermConflictException(ErrorId.SyncTooMany, $"{Quantity.Of(names.Length, "user")} would be deactivated in the {side}, and at most {limit} may be. Nothing was changed. The first: {first}.", names.Length);
        }
    }
}
