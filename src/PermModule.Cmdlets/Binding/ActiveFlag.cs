namespace PermModule.Binding;

/// <summary>Whether a user is active, which can be said in two ways.</summary>
internal static class ActiveFlag
{
    /// <summary>What -Inactive and -IsActive say together; what stands on the command line counts more than a column. Null where neither says anything.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>: they contradict each other.</exception>
    public static bool? Of(PipedColumns columns, bool? byInactive, bool? byActive, string user) => (byInactive, byActive) switch
    {
        (null, _) => byActive,
        (_, null) => byInactive,
        _ when byInactive == byActive => byActive,
        _ when columns.IsNamed("Inactive") && !columns.IsNamed("IsActive") => byInactive,
        _ when columns.IsNamed("IsActive") && !columns.IsNamed("Inactive") => byActive,
        _ => throw new PermInvalidInputException(ErrorId.InvalidValue, $"Inactive and IsActive of '{NameList.Shown(user)}' contradict each other. Say it once.", user),
    };
}
