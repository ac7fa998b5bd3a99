namespace PermModule;

/// <summary>What objects that were read from a store stand for.</summary>
internal static class ItemSource
{
    /// <summary>The store that an object was read from; null where it does not belong to a store, or was made by hand.</summary>
    public static StoreOrigin? StoreOf(object? item) => item switch
    {
        PermUser user => user.Origin,
        GroupMember member => member.Origin.Store,
        RoleMember member => member.Origin.Store,
        SeatRecommendation recommendation => recommendation.Origin.Store,
        WaitingRoomAuditor auditor => auditor.Origin.Store,
        RightHolder holder => holder.Origin.Store,
        PermGroup group => group.Origin.Store,
        PermProfile profile => profile.Origin.Store,
        WaitingRoomItem request => request.Origin,
        SeatContract contract => contract.Origin.Store,
        PermRight right => right.Origin.Store,
        PermRoleInfo role => role.Origin.Store,
        _ => null,
    };

    /// <summary>Names the user that an object stands for.</summary>
    /// <exception cref="PermInvalidInputException"><c>InputObjectNotBound</c>: it is about something other than a user.</exception>
    public static UserReference UserOf(INamedUser item) => item switch
    {
        PermUser user => UserReference.To(user),
        GroupMember { Stored: { } key } member => UserReference.To(key, member.Origin),
        RoleMember { Stored: { } key } member => UserReference.To(key, member.Origin),
        SeatRecommendation { Stored: { } key } recommendation => UserReference.To(key, recommendation.Origin),
        WaitingRoomAuditor { Stored: { } key } auditor => UserReference.To(key, auditor.Origin),
        RightHolder { Stored: { } key } holder => UserReference.To(key, holder.Origin),
        { UserName: { } name } => UserReference.ByName(name),
        _ => throw new PermInvalidInputException(ErrorId.InputObjectNotBound, $"'{item}' is not about a user.", item),
    };
}
