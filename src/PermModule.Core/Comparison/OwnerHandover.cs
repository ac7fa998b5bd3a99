namespace PermModule.Comparison;

/// <summary>When the account ownership of Content Workflow passes on. Its owner can neither be removed nor become inactive, and keeps name, address and seat from others until then.</summary>
internal static class OwnerHandover
{
    /// <summary>True where the next owner is there already and active, if still under another name, so that the one of now needs no care.</summary>
    /// <param name="reference">The reference store.</param>
    /// <param name="difference">The difference store as it is once renames are made.</param>
    /// <param name="kinds">What is compared.</param>
    public static bool IsFirst(IComparedStore reference, RenamedStore difference, IReadOnlyCollection<StoreDifferenceKind> kinds) =>
        kinds.Contains(StoreDifferenceKind.Role)
        && difference.WorkflowOwner() is not null
        && reference.WorkflowOwner() is { } name
        && difference.User(NameKey.Fold(name)) is { Row.IsActive: true };

    /// <summary>
    /// Whoever owns the account meanwhile where somebody else gets the name of the owner of now back and the next owner is not there yet: a user who is there and
    /// active before and after, by the name that is still in force. Null where nobody is needed, or there is nobody.
    /// </summary>
    /// <param name="reference">The reference store.</param>
    /// <param name="difference">The difference store as it is once renames are made.</param>
    /// <param name="kinds">What is compared.</param>
    public static string? Interim(IComparedStore reference, RenamedStore difference, IReadOnlyCollection<StoreDifferenceKind> kinds) =>
        kinds.Contains(StoreDifferenceKind.Role) && reference.WorkflowOwner() is not null && difference.IsOwnerDisplaced()
            ? difference.Users()
                .Where(user => user.Row.IsActive && reference.User(user.Row.UserNameKey) is { Row.IsActive: true })
                .Select(user => difference.UserNameNow(user.Row.UserName))
                .FirstOrDefault()
            : null;
}
