namespace PermModule.Comparison;

/// <summary>Tells who still holds an e-mail address or external id when somebody else is to get it.</summary>
internal sealed class UniqueValues
{
    private readonly IComparedStore _reference;
    private readonly IComparedStore _difference;
    private readonly ComparedUser? _late;

    public UniqueValues(IComparedStore reference, IComparedStore difference, bool isOwnerFirst)
    {
        _reference = reference;
        _difference = difference;

        // The account owner of Content Workflow stays active until another one is there.
        ComparedUser? owner = !isOwnerFirst && difference.WorkflowOwner() is { } name ? difference.User(NameKey.Fold(name)) : null;
        _late = owner is not null && reference.User(owner.Row.UserNameKey) is not { Row.IsActive: true } ? owner : null;
    }

    /// <summary>True for the user who leaves, or becomes inactive, only after all others.</summary>
    public bool IsLate(string userName) => _late is not null && NameKey.Fold(userName) == _late.Row.UserNameKey;

    /// <summary>Adds the user who has to give up a value before another can get it.</summary>
    public StoreDifference Release(StoreDifference found)
    {
        (string Detail, string? Holder)[] holders =
        [
            ("EmailHolder", Holder(found, nameof(PermUser.Email), row => row.Email, _difference.UserByEmail, (one, other) => NameKey.Fold(one) == NameKey.Fold(other))),
            ("ExternalIdHolder", Holder(found, nameof(PermUser.ExternalId), row => row.ExternalId, _difference.UserByExternalId, ExternalIds.IsSame)),
        ];
        if (holders.All(holder => holder.Holder is null))
        {
            return found;
        }

        Dictionary<string, object?> details = new(found.Details, StringComparer.Ordinal);
        foreach ((string detail, string? holder) in holders.Where(holder => holder.Holder is not null))
        {
            details[detail] = holder;
        }

        return found with { Details = details };
    }

    /// <summary>Whoever leaves has left, and whoever comes earlier in the order of names has changed.</summary>
    private string? Holder(StoreDifference found, string property, Func<UserRow, string?> valueOf, Func<string, ComparedUser?> find, Func<string, string, bool> isSame)
    {
        if (found.SideIndicator == Side.OnlyReference)
        {
            // By then all others have what they are to have, and only one user has yet to leave.
            return found.Details[property] is string given && _late is not null && valueOf(_late.Row) is { } held && isSame(held, given) && _reference.User(_late.Row.UserNameKey) is null
                ? _late.Row.UserName
                : null;
        }

        if (found.Property != property || found.Reference is not string wanted || find(wanted) is not { } holder)
        {
            return null;
        }

        string key = holder.Row.UserNameKey;
        bool isYetToGive = _reference.User(key) is { } then
            ? valueOf(then.Row) is { } next && !isSame(next, wanted) && KeyOrder.Compare(key, NameKey.Fold(found.Name)) > 0
            : IsLate(holder.Row.UserName);
        return isYetToGive ? holder.Row.UserName : null;
    }
}
