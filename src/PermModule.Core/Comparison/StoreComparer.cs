using System.Collections.ObjectModel;
using System.Globalization;

namespace PermModule.Comparison;

/// <summary>Merges the sorted streams of two stores into their differences, one kind at a time.</summary>
internal sealed class StoreComparer(IComparedStore reference, RenamedStore difference)
{
    /// <summary>The property of a role that is the account owner of Content Workflow.</summary>
    public const string Owner = "ContentWorkflowOwner";

    private static readonly IReadOnlyDictionary<string, object?> None = ReadOnlyDictionary<string, object?>.Empty;

    private readonly PermissionSnapshot _reference = reference.Snapshot;
    private readonly PermissionSnapshot _difference = difference.Snapshot;

    /// <summary>The differences of one kind, and what is equal.</summary>
    public IEnumerable<StoreDifference> Find(StoreDifferenceKind kind) => kind switch
    {
        StoreDifferenceKind.Contract => Contract(),
        StoreDifferenceKind.Tier => Rights(),
        StoreDifferenceKind.Profile => Profiles(),
        StoreDifferenceKind.Group => GroupsOf(reference.Groups(), difference.Groups()),
        StoreDifferenceKind.User => UsersOf(reference.Users(), difference.Users()),
        StoreDifferenceKind.Membership => Memberships(),
        StoreDifferenceKind.Role => Roles(),
        _ => Requests(),
    };

    /// <summary>What leaves because something else gets its name back, although the reference store has that name too.</summary>
    public IEnumerable<StoreDifference> Displaced(StoreDifferenceKind kind) => kind switch
    {
        StoreDifferenceKind.Group => GroupsOf([], difference.DisplacedGroups()),
        StoreDifferenceKind.User => UsersOf([], difference.DisplacedUsers()),
        _ => [],
    };

    private IEnumerable<StoreDifference> Contract()
    {
        SeatContract left = _reference.Contract;
        SeatContract right = _difference.Contract;
        return Changes(StoreDifferenceKind.Contract, "Seat contract", None,
        [
            (nameof(SeatContract.Heavy), left.Heavy, right.Heavy),
            (nameof(SeatContract.Regular), left.Regular, right.Regular),
            (nameof(SeatContract.Light), left.Light, right.Light),
            (nameof(SeatContract.Enforcement), left.Enforcement, right.Enforcement),
            (nameof(SeatContract.WarningPercent), left.WarningPercent, right.WarningPercent),
            (nameof(SeatContract.ReactivationDelayDays), left.ReactivationDelayDays, right.ReactivationDelayDays),
            (nameof(SeatContract.PricePerSeat), left.PricePerSeat, right.PricePerSeat),
            (nameof(SeatContract.Currency), left.Currency, right.Currency),
        ]);
    }

    private IEnumerable<StoreDifference> Rights() => RightCatalogue.Default.Rights.SelectMany(right => Changes(
        StoreDifferenceKind.Tier,
        right.Key,
        None,
        [(nameof(PermRight.Tier), _reference.Tiers.Of(right.Index), _difference.Tiers.Of(right.Index))]));

    private IEnumerable<StoreDifference> Profiles() => Merge(
        StoreDifferenceKind.Profile,
        reference.Profiles,
        difference.Profiles,
        (left, right) => KeyOrder.Compare(left.NameKey, right.NameKey),
        profile => (profile.Name, null, profile.Name),
        profile => new(StringComparer.Ordinal) { [nameof(PermProfile.Description)] = profile.Description, [nameof(PermProfile.Rights)] = Keys(profile.Direct), [nameof(PermProfile.IsDefault)] = profile.IsDefault },
        (left, right) =>
        [
            (nameof(PermProfile.Name), left.Name, right.Name),
            (nameof(PermProfile.Description), left.Description, right.Description),
            (nameof(PermProfile.Rights), Keys(left.Direct), Keys(right.Direct)),
            (nameof(PermProfile.IsDefault), left.IsDefault, right.IsDefault),
        ]);

    private static IEnumerable<StoreDifference> GroupsOf(IEnumerable<ComparedGroup> reference, IEnumerable<ComparedGroup> difference) => Merge(
        StoreDifferenceKind.Group,
        reference,
        difference,
        (left, right) => KeyOrder.Compare(left.Key, right.Key),
        group => (group.Name, null, group.Name),
        group => new(StringComparer.Ordinal) { [nameof(PermGroup.Description)] = group.Description },
        (left, right) =>
        [
            (nameof(PermGroup.Name), left.Name, right.Name),
            (nameof(PermGroup.Description), left.Description, right.Description),
        ]);

    private static IEnumerable<StoreDifference> UsersOf(IEnumerable<ComparedUser> reference, IEnumerable<ComparedUser> difference) => Merge(
        StoreDifferenceKind.User,
        reference,
        difference,
        (left, right) => KeyOrder.Compare(left.Row.UserNameKey, right.Row.UserNameKey),
        user => (user.Row.UserName, null, user.Row.UserName),
        user => new(StringComparer.Ordinal)
        {
            [nameof(PermUser.Email)] = user.Row.Email,
            [nameof(PermUser.FirstName)] = user.Row.FirstName,
            [nameof(PermUser.LastName)] = user.Row.LastName,
            [nameof(PermUser.ProfileName)] = user.ProfileName,
            [nameof(PermUser.Department)] = user.Row.Department,
            [nameof(PermUser.Location)] = user.Row.Location,
            [nameof(PermUser.JobTitle)] = user.Row.JobTitle,
            [nameof(PermUser.ExternalId)] = user.Row.ExternalId,
            [nameof(PermUser.IsSsoOnly)] = user.Row.IsSsoOnly,
            [nameof(PermUser.IsActive)] = user.Row.IsActive,
        },
        (left, right) =>
        [
            (nameof(PermUser.UserName), left.Row.UserName, right.Row.UserName),
            (nameof(PermUser.Email), left.Row.Email, right.Row.Email),
            (nameof(PermUser.FirstName), left.Row.FirstName, right.Row.FirstName),
            (nameof(PermUser.LastName), left.Row.LastName, right.Row.LastName),
            (nameof(PermUser.ProfileName), left.ProfileName, right.ProfileName),
            (nameof(PermUser.IsActive), left.Row.IsActive, right.Row.IsActive),
            (nameof(PermUser.Department), left.Row.Department, right.Row.Department),
            (nameof(PermUser.Location), left.Row.Location, right.Row.Location),
            (nameof(PermUser.JobTitle), left.Row.JobTitle, right.Row.JobTitle),
            (nameof(PermUser.ExternalId), left.Row.ExternalId, right.Row.ExternalId),
            (nameof(PermUser.IsSsoOnly), left.Row.IsSsoOnly, right.Row.IsSsoOnly),
        ],
        Seat);

    /// <summary>What a difference of a user does to the seats. A user who becomes inactive does so before the profile changes, and one who becomes active after it.</summary>
    private static SeatStep? Seat(ComparedUser? left, ComparedUser? right, string? property)
    {
        string? from = right is { Row.IsActive: true } ? NameKey.Fold(right.ProfileName) : null;
        string? to = left is { Row.IsActive: true } ? NameKey.Fold(left.ProfileName) : null;
        return property switch
        {
            null or nameof(PermUser.IsActive) => new SeatStep(from, to),
            nameof(PermUser.ProfileName) when from is not null && to is not null => new SeatStep(from, to),
            _ => null,
        };
    }


    private IEnumerable<StoreDifference> Memberships() => Merge(
        StoreDifferenceKind.Membership,
        reference.Memberships(),
        difference.Memberships(),
        (left, right) => KeyOrder.Compare(left.UserKey, right.UserKey) is var order and not 0 ? order : KeyOrder.Compare(left.GroupKey, right.GroupKey),
        membership => (membership.UserName, membership.Group, membership.Group),
        _ => new(StringComparer.Ordinal),
        (_, _) => []);

    private IEnumerable<StoreDifference> Roles()
    {
        IEnumerable<StoreDifference> members = Merge(
            StoreDifferenceKind.Role,
            reference.Roles(),
            difference.Roles(),
            (left, right) => KeyOrder.Compare(left.UserKey, right.UserKey) is var order and not 0 ? order : left.Role.CompareTo(right.Role),
            role => (role.UserName, role.Role.ToString(), role.Role),
            role => new(StringComparer.Ordinal) { [nameof(RoleMember.Department)] = role.Scope.Department, [nameof(RoleMember.Location)] = role.Scope.Location },
            (left, right) =>
            [
                ($"{left.Role}.{nameof(RoleMember.Department)}", left.Scope.Department, right.Scope.Department),
                ($"{left.Role}.{nameof(RoleMember.Location)}", left.Scope.Location, right.Scope.Location),
            ]);
        (string? left, string? right) = (reference.WorkflowOwner(), difference.WorkflowOwner());
        bool isSame = NameKey.Fold(left ?? "") == NameKey.Fold(right ?? "") && !difference.IsOwnerDisplaced();
        return left is null && right is null ? members : members.Append(new StoreDifference
        {
            Kind = StoreDifferenceKind.Role,
            Name = (left ?? right)!,
            Property = Owner,
            Reference = left,
            Difference = right,
            SideIndicator = isSame ? Side.Equal : left is null ? Side.OnlyDifference : right is null ? Side.OnlyReference : Side.Differs,
        });
    }

    private IEnumerable<StoreDifference> Requests() => Merge(
        StoreDifferenceKind.Request,
        reference.Requests(),
        difference.Requests(),
        RequestOrder.Instance.Compare,
        request => (string.Create(CultureInfo.InvariantCulture, $"{request.Kind} of {request.Requester} at {UtcTime.ToText(UtcTime.ToStored(request.SubmittedAt))}"), null, request.State),
        request => new(StringComparer.Ordinal)
        {
            [nameof(WaitingRoomItem.Id)] = request.Id,
            [nameof(WaitingRoomItem.Kind)] = request.Kind,
            [nameof(WaitingRoomItem.Requester)] = request.Requester,
            [nameof(WaitingRoomItem.Assets)] = request.Assets,
            [nameof(WaitingRoomItem.Reason)] = request.Reason,
            [nameof(WaitingRoomItem.State)] = request.State,
        },
        (left, right) =>
        [
            (nameof(WaitingRoomItem.Reason), left.Reason, right.Reason),
            .. left.AssetStates.Zip(right.AssetStates, (mine, theirs) => (mine.Asset, (object?)mine.State, (object?)theirs.State)),
        ]);

    private static string[] Keys(RightSet rights) => [.. RightCatalogue.Default.RightsOf(rights).Select(right => right.Key)];

    private static IEnumerable<StoreDifference> Merge<T>(
        StoreDifferenceKind kind,
        IEnumerable<T> reference,
        IEnumerable<T> difference,
        Func<T, T, int> compare,
        Func<T, (string Name, string? Property, object Value)> names,
        Func<T, Dictionary<string, object?>> details,
        Func<T, T, (string Property, object? Reference, object? Difference)[]> values,
        Func<T?, T?, string?, SeatStep?>? seat = null)
        where T : class
    {
        using IEnumerator<T> left = reference.GetEnumerator();
        using IEnumerator<T> right = difference.GetEnumerator();
        bool isLeft = left.MoveNext();
        bool isRight = right.MoveNext();
        while (isLeft || isRight)
        {
            int order = !isLeft ? 1 : !isRight ? -1 : compare(left.Current, right.Current);
            if (order == 0)
            {
                bool isEqual = true;
                foreach (StoreDifference found in Changes(kind, names(right.Current).Name, kind == StoreDifferenceKind.Request ? details(right.Current) : None, values(left.Current, right.Current)).Where(found => found.SideIndicator != Side.Equal))
                {
                    isEqual = false;
                    yield return seat is null ? found : found with { Seat = seat(left.Current, right.Current, found.Property) };
                }

                if (isEqual)
                {
                    (string name, string? property, object value) = names(left.Current);
                    yield return new StoreDifference { Kind = kind, Name = name, Property = property, Reference = value, Difference = value, SideIndicator = Side.Equal };
                }
            }
            else
            {
                T item = order < 0 ? left.Current : right.Current;
                (string name, string? property, object value) = names(item);
                yield return new StoreDifference
                {
                    Kind = kind,
                    Name = name,
                    Property = property,
                    Reference = order < 0 ? value : null,
                    Difference = order < 0 ? null : value,
                    SideIndicator = order < 0 ? Side.OnlyReference : Side.OnlyDifference,
                    Details = order < 0 || kind == StoreDifferenceKind.Request ? details(item) : None,
                    Seat = seat?.Invoke(order < 0 ? item : null, order < 0 ? null : item, property),
                };
            }

            isLeft = order > 0 ? isLeft : left.MoveNext();
            isRight = order < 0 ? isRight : right.MoveNext();
        }
    }

    private static IEnumerable<StoreDifference> Changes(StoreDifferenceKind kind, string name, IReadOnlyDictionary<string, object?> details, (string Property, object? Reference, object? Difference)[] values) =>
        values.Select(value => new StoreDifference
        {
            Kind = kind,
            Name = name,
            Property = value.Property,
            Reference = value.Reference,
            Difference = value.Difference,
            SideIndicator = IsSame(value.Reference, value.Difference) ? Side.Equal : Side.Differs,
            Details = details,
        });

    private static bool IsSame(object? left, object? right) => (left, right) is (string[] mine, string[] theirs) ? mine.SequenceEqual(theirs, StringComparer.Ordinal) : Equals(left, right);
}
