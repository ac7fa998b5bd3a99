namespace PermModule.Configuration;

/// <summary>Asks a session for its profiles, tiers and contract.</summary>
internal static class SessionConfiguration
{
    /// <summary>Profiles, tiers and contract as they are now; from memory while no process changed them.</summary>
    public static PermissionSnapshot Snapshot(this StoreSession session) => Memory(session).At(session.InTransaction ? 0 : session.Version());

    /// <summary>Profiles, tiers and contract at a version that was just read.</summary>
    public static PermissionSnapshot Snapshot(this StoreSession session, long version) => Memory(session).At(version);

    /// <inheritdoc cref="SnapshotMemory.Announce"/>
    public static void AnnounceSnapshot(this StoreSession session) => Memory(session).Announce();

    /// <inheritdoc cref="SnapshotMemory.WithConfiguration"/>
    public static PermissionSnapshot? SnapshotAt(this StoreSession session, long configurationVersion) => Memory(session).WithConfiguration(configurationVersion);

    /// <inheritdoc cref="SnapshotMemory.Newest"/>
    public static PermissionSnapshot? NewestSnapshot(this StoreSession session) => Memory(session).Newest;

    /// <summary>Marks profiles, tiers or contract as changed, for this and every other session.</summary>
    public static void ConfigurationChanged(this StoreSession session)
    {
        session.Send("UPDATE store_state SET configuration_version = configuration_version + 1");
        Memory(session).Forget();
    }

    private static SnapshotMemory Memory(StoreSession session) => session.Part(static owner => new SnapshotMemory(owner));
}
