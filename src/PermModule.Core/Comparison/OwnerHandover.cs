namespace PermModule.Comparison;

/// <summary>When the account ownership of Content Workflow passes on. Its owner can neither be removed nor become inactive, and keeps name, address and seat from others until then.</summary>
internal static class OwnerHandover
{
    /// <summary>True where the next owner is there already, under the same name and active, so that the one of now needs no care.</summary>
    public static bool IsFirst(IComparedStore reference, IComparedStore difference, IReadOnlyCollection<StoreDifferenceKind> kinds)
    {
        if (!kinds.Contains(StoreDifferenceKind.Role) || difference.WorkflowOwner() is null || reference.WorkflowOwner() is not { } name)
        {
            return false;
        }

        string key = NameKey.Fold(name);
        return difference.User(key) is { Row.IsActive: true } next && (reference.StoreId != difference.StoreId || reference.User(key)?.Row.Id == next.Row.Id);
    }
}
