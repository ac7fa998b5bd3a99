namespace PermModule;

/// <summary>What users may do in Studio.</summary>
public sealed class StudioService
{
    private static readonly (StudioRole Role, int Right)[] Rights =
    [
        (StudioRole.Admin, RightCatalogue.Default.Resolve("studio.studio-admin").Index),
        (StudioRole.ContentDesigner, RightCatalogue.Default.Resolve("studio.content-designer").Index),
        (StudioRole.ContentCreator, RightCatalogue.Default.Resolve("studio.content-creator").Index),
    ];

    private readonly StoreSession _session;

    internal StudioService(StoreSession session) => _session = session;

    /// <summary>True when the user is active and one of the Studio rights of their profile allows the action.</summary>
    /// <param name="user">The user.</param>
    /// <param name="relation">How the user is related to the project or design.</param>
    /// <param name="target">Project or design.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>, <c>StudioActionNotFound</c>.</exception>
    public bool Test(UserReference user, StudioRelation relation, StudioObject target, string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        IReadOnlyList<StudioPermission> cells = StudioMatrix.Default.Find(relation: relation, target: target, action: NamePattern.Escape(action));
        return _session.ReadConsistently(() =>
        {
            UserOutline outline = UserOutline.Resolve(_session, user);
            RightSet held = _session.Snapshot().Profile(outline.ProfileId).Effective;
            return outline.IsActive && Rights.Any(right => held.Contains(right.Right) && cells.Any(cell => cell.Role == right.Role && cell.IsAllowed));
        });
    }
}
