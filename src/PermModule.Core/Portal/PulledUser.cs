namespace PermModule.Portal;

/// <summary>The steps about one user, and what they come to on the store.</summary>
internal sealed class PulledUser(PermPortalStep[] steps)
{
    public PermPortalStep[] Steps => steps;

    public HashSet<PermPortalStep> Unchanged { get; } = new(ReferenceEqualityComparer.Instance);

    public UserRow? Existing { get; set; }

    public UserData Data { get; set; } = new();

    public PermException? Error { get; set; }

    public bool IsEmpty => Unchanged.Count == steps.Length;

    /// <summary>Users who free a seat come first; users who only take one come last.</summary>
    public int Order => steps.Min(step => step.Action switch
    {
        PortalAction.Deactivate => 0,
        PortalAction.Change => 1,
        PortalAction.Reactivate => 2,
        _ => 3,
    });

    public void Reset()
    {
        Unchanged.Clear();
        Error = null;
    }
}
