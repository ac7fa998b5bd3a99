namespace PermModule.Errors;

/// <summary>Looks for the name that was meant where one is not found.</summary>
internal static class MeantNames
{
    /// <summary>What is said of the name that was probably meant by the target of a refusal, or null.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="store">The store it comes from, or null where there is none.</param>
    public static string? Hint(PermException error, PermStore? store)
    {
        if (error is not PermNotFoundException || error.Target is not string typed || Find(error.ErrorId, typed, store) is not { } meant)
        {
            return null;
        }

        // The name that was asked for may be that of another by now, or only now.
        bool isSame = string.Equals(meant, typed.Trim(), StringComparison.OrdinalIgnoreCase);
        return (error.Detail, isSame) switch
        {
            (ErrorDetail.WasRead, true) => $"Another one is called '{meant}' now.",
            (ErrorDetail.WasRead, false) or (_, true) => null,
            _ => $"Did you mean '{meant}'?",
        };
    }

    private static string? Find(string errorId, string typed, PermStore? store)
    {
        try
        {
            return errorId switch
            {
                "RightNotFound" => SuggestionService.RightLike(typed),
                "SolutionNotFound" => SuggestionService.SolutionLike(typed),
                "CategoryNotFound" => SuggestionService.CategoryLike(typed),
                "RuleNotFound" => SuggestionService.RuleLike(typed),
                "UserNotFound" => store?.Suggestions.UserLike(typed),
                "ProfileNotFound" => store?.Suggestions.ProfileLike(typed),
                "GroupNotFound" => store?.Suggestions.GroupLike(typed),
                _ => null,
            };
        }
        catch (PermException)
        {
            // The refusal itself is what matters.
            return null;
        }
    }
}
