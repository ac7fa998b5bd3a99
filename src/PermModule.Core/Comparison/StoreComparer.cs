using System.Collections.ObjectModel;
using System.Globalization;

namespace PermModule.Comparison;

/// <summary>Merges the sorted streams of two stores into their differences, in an order in which they can be worked off.</summary>
internal sealed class StoreComparer(IComparedStore reference, IComparedStore difference, bool includesEqual, Action<WorkProgress>? progress = null)
{
    private static readonly IReadOnlyDictionary<string, object?> None = ReadOnlyDictionary<string, object?>.Empty;

    private readonly PermissionSnapshot _reference = reference.Snapshot;
    private readonly PermissionSnapshot _difference = difference.Snapshot;

    /// <summary>
    /// The differences of some kinds, one object each. Users, groups and profiles that only the difference store has come last, in this order,
    /// when nothing refers to them any longer.
    /// </summary>
    public IEnumerable<StoreDifference> Compare(IReadOnlyCollection<StoreDifferenceKind> kinds)
    {
        List<(StoreDifferenceKind Kind, Func<IEnumerable<StoreDifference>> Find)> last = [];
        double all = progress is null ? 0 : Math.Max(1, Math.Max(reference.Items(), difference.Items()));
        long seen = 0;
        foreach ((StoreDifferenceKind kind, Func<IEnumerable<StoreDifference>> find, bool isReferredTo) in Streams())
        {
            if (!kinds.Contains(kind))
            {
                continue;
            }

            bool isLast = false;
            foreach (StoreDifference found in find())
            {
                See(kind);
                if (isReferredTo && found.SideIndicator == Side.OnlyDifference)
                {
                    isLast = true;
                    all++;
                }
                else if (includesEqual || found.SideIndicator != Side.Equal)
                {
                    yield return found;
                }
            }

            if (isLast)
            {
                // Read again rather than kept, since there may be as many as there are users.
                last.Insert(0, (kind, () => find().Where(found => found.SideIndicator == Side.OnlyDifference)));
            }
        }

        foreach ((StoreDifferenceKind kind, Func<IEnumerable<StoreDifference>> find) in last)
        {
            foreach (StoreDifference found in find())
            {
                See(kind);
                yield return found;
            }
        }

        void See(StoreDifferenceKind kind)
        {
            if (++seen % Batching.Page == 0)
            {
                progress?.Invoke(new WorkProgress($"{kind}", Math.Min(1, seen / all)));
            }
        }
    }

    private IEnumerable<(StoreDifferenceKind Kind, Func<IEnumerable<StoreDifference>> Find, bool IsReferredTo)> Streams() =>
    [
        (StoreDifferenceKind.Contract, Contract, false),
        (StoreDifferenceKind.Tier, Rights, false),
        (StoreDifferenceKind.Profile, Profiles, true),
        (StoreDifferenceKind.Group, Groups, true),
        (StoreDifferenceKind.User, Users, true),
        (StoreDifferenceKind.Membership, Memberships, false),
        (StoreDifferenceKind.Role, Roles, false),
        (StoreDifferenceKind.Request, Requests, false),
    ];

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
        _reference.Profiles,
        _difference.Profiles,
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

    private IEnumerable<StoreDifference> Groups() => Merge(
        StoreDifferenceKind.Group,
        reference.Groups(),
        difference.Groups(),
        (left, right) => KeyOrder.Compare(left.Key, right.Key),
        group => (group.Name, null, group.Name),
        group => new(StringComparer.Ordinal) { [nameof(PermGroup.Description)] = group.Description },
        (left, right) =>
        [
            (nameof(PermGroup.Name), left.Name, right.Name),
            (nameof(PermGroup.Description), left.Description, right.Description),
        ]);

    private IEnumerable<StoreDifference> Users() => Merge(
        StoreDifferenceKind.User,
        reference.Users(),
        difference.Users(),
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
        ]);

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
        bool isSame = NameKey.Fold(left ?? "") == NameKey.Fold(right ?? "");
        return left is null && right is null ? members : members.Append(new StoreDifference
        {
            Kind = StoreDifferenceKind.Role,
            Name = (left ?? right)!,
            Property = "ContentWorkflowOwner",
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
        Func<T, T, (string Property, object? Reference, object? Difference)[]> values)
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
                    yield return found;
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

    private static class Side
    {
        public const string OnlyReference = "<=";

        public const string OnlyDifference = "=>";

        public const string Differs = "<>";

        public const string Equal = "==";
    }
}
