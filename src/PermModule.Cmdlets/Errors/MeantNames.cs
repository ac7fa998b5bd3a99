namespace PermModule.Errors;

/// <summary>Looks for the name that was meant where one is not found.</summary>
internal static class MeantNames
{
    /// <summary>The name that was probably meant by the target of a refusal, or null.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="store">The store it comes from, or null where there is none.</param>
    public static string? Find(PermException error, PermStore? store)
    {
        if (error is not PermNotFoundException || error.Target is not string typed)
        {
            return null;
        }

        try
        {
            return error.ErrorId switch
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
