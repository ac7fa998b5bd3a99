namespace PermModule;

/// <summary>Gives a change its member counters.</summary>
internal static class ScopeGroups
{
    extension(WriteScope scope)
    {
        /// <summary>The member counters of the change.</summary>
        public GroupCounts GroupCounts => scope.Part(static change => new GroupCounts(change.Session));
    }
}
