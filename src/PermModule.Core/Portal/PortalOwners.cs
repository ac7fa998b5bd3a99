namespace PermModule.Portal;

/// <summary>The portal owners of the store, counted down while they lose their place, so that one is left whatever else a run does.</summary>
internal sealed class PortalOwners
{
    private readonly HashSet<long> _left;

    /// <summary>Reads the owners. Where none is active, every one of them counts.</summary>
    public PortalOwners(StoreSession session)
    {
        const string sql = "SELECT u.id, u.is_active FROM role_members m JOIN users u ON u.id = m.user_id WHERE m.role = @Role";
        IReadOnlyList<(long Id, long IsActive)> owners = session.Read(() => session.Rows<(long, long)>(sql, new { Role = (int)PermRole.PortalOwner }));
        _left = [.. owners.Where(owner => owner.IsActive != 0).Select(owner => owner.Id)];
        if (_left.Count == 0)
        {
            AreInactive = true;
            _left.UnionWith(owners.Select(owner => owner.Id));
        }
    }

    private bool AreInactive { get; }

    /// <summary>True for an owner without whom no active one would be left.</summary>
    public bool IsLast(UserRow? row) => row is not null && _left.Contains(row.Id) && (AreInactive || _left.Count == 1);

    /// <summary>Notes that the place of a user is taken away, where it is not the last.</summary>
    public void Take(UserRow? row)
    {
        if (row is not null && !IsLast(row))
        {
            _left.Remove(row.Id);
        }
    }
}
