namespace PermModule;

/// <summary>Prepares new users for being written: all that needs no store, and the event that will tell of them.</summary>
/// <param name="snapshot">The profiles as they are now.</param>
/// <param name="options">What holds for every user.</param>
/// <param name="sealer">Makes the parts of the event; on a thread beside that of the session it is one of its own.</param>
internal sealed class UserPreparer(PermissionSnapshot snapshot, UserBatchOptions options, PartSealer sealer)
{
    /// <summary>Checks what is said of a user.</summary>
    /// <param name="data">What is said.</param>
    /// <param name="withEvent">Makes the event too, which is of no use where the user is there already.</param>
    public UserDraft Prepare(UserData data, bool withEvent)
    {
        UserDraft draft = UserDraft.ForNew(data);
        if (withEvent && IsEventKnown(draft) && ProfileOf(draft) is { } profile)
        {
            UserRow row = draft.ToRow(profile.Id, groups: [], now: 0);
            draft.Creation = new UserCreation(
                profile.Id,
                profile.Name,
                sealer.Seal(row.UserName),
                sealer.Seal(json => row.WriteTo(json, _ => profile.Name, _ => "", row.Held)))
            {
                TellsCreatedAt = data.CreatedAt is not null,
            };
        }

        return draft;
    }

    /// <summary>Which groups there are and what time it will be shows only when the user is written.</summary>
    private static bool IsEventKnown(UserDraft draft) =>
        draft.Error is null && draft.Data.Groups is null or { Count: 0 } && (draft.Data.IsActive != false || draft.Data.DeactivatedAt is not null);

    private ProfileEntry? ProfileOf(UserDraft draft) =>
        (draft.Profile ?? options.Profile) is not { } wanted ? snapshot.Default : snapshot.TryProfile(wanted, out ProfileEntry? profile) ? profile : null;
}
