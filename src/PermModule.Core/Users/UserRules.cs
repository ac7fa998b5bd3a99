using System.Globalization;

namespace PermModule;

/// <summary>What a change of a user must not do, seats apart.</summary>
internal static class UserRules
{
    /// <summary>A date of deactivation of which nobody can tell whether it still holds.</summary>
    public static PermInvalidInputException StateMissing(string userName) => new(
        ErrorId.InvalidValue,
        $"'{TextRules.Cut(userName)}' has a date of deactivation, and nothing says that the user is inactive.",
        userName) { Detail = ErrorDetail.DeactivatedAt };

    /// <summary>What is said of active users who were given a date of deactivation.</summary>
    public static PermWarning DatesIgnored(long count, string? source) => new(
        WarningId.DeactivationDatesIgnored,
        $"{Quantity.Of(count, "user is", "users are")} active and {(count == 1 ? "has" : "have")} a date of deactivation{(source is null ? "" : $" in '{source}'")}. It is not kept: only an inactive user has one.",
        source);

    /// <exception cref="PermConflictException"><c>ReactivationTooEarly</c>, <c>ContentWorkflowOwnerRequired</c>.</exception>
    public static void CheckChange(WriteScope scope, UserRow before, UserRow after, bool force)
    {
        if (before.IsActive && !after.IsActive)
        {
            CheckNotOwner(scope, before, "deactivated");
        }

        if (!before.IsActive && after.IsActive && !force && IsTooEarly(scope, before))
        {
            long days = scope.Snapshot.Contract.ReactivationDelayDays;
            string until = UtcTime.FromStored(before.DeactivatedAt!.Value).AddDays(days).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            throw new PermConflictException(ErrorId.ReactivationTooEarly, $"'{before.UserName}' cannot be activated before {until} UTC: the contract asks for {Quantity.Of(days, "day")} after a deactivation.", before.UserName);
        }
    }

    /// <summary>
    /// What the acting user needs for creating or changing a user: the right to manage users, or for their own particulars the right to their own profile;
    /// the right to manage groups where memberships change; and every right that the user gets by the change, or could pass for by taking another name.
    /// </summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public static void CheckActing(WriteScope scope, UserRow? before, UserRow after)
    {
        if (scope.Acting is not { } acting)
        {
            return;
        }

        UserFieldSet changed = before is null ? UserFieldSet.Profile : after.DifferenceFrom(before);
        bool isOwn = before is not null && before.Id == acting.Id && !changed.Has(~UserFieldSet.Own) && !acting.MayDo(DelegatedAction.ManageUsers);
        acting.Demand(isOwn ? DelegatedAction.ManageOwnProfile : DelegatedAction.ManageUsers, after.UserName);
        if (changed.Has(UserFieldSet.Groups) || (before is null && after.Groups.Length > 0))
        {
            acting.Demand(DelegatedAction.ManageGroups, after.UserName);
        }

        bool isActivated = before is { IsActive: false } && after.IsActive;
        if (changed.Has(UserFieldSet.Profile | UserFieldSet.Identity) || isActivated)
        {
            RightSet given = scope.Snapshot.Profile(after.ProfileId).Effective;

            // Whoever signs in under the name, address or id of the account owner has the owner's rights too.
            bool isOwner = changed.Has(UserFieldSet.Identity) && scope.Snapshot.WorkflowOwnerId == after.Id;
            acting.DemandHeld(isOwner ? given | RightCatalogue.Default.ContentWorkflow : given, after.UserName);
            acting.DemandUnbound(before is null ? RightSet.Empty : scope.Snapshot.Profile(before.ProfileId).Effective - given, after.UserName);
        }
    }

    /// <summary>True while the contract's delay after the deactivation lasts.</summary>
    public static bool IsTooEarly(WriteScope scope, UserRow user)
    {
        TimeSpan delay = TimeSpan.FromDays(scope.Snapshot.Contract.ReactivationDelayDays);
        return user.DeactivatedAt is { } deactivated && scope.Now < deactivated + (long)delay.TotalMilliseconds;
    }

    /// <exception cref="PermConflictException"><c>ContentWorkflowOwnerRequired</c>.</exception>
    public static void CheckNotOwner(WriteScope scope, UserRow user, string verb)
    {
        if (scope.Snapshot.WorkflowOwnerId == user.Id)
        {
            throw new PermConflictException(ErrorId.ContentWorkflowOwnerRequired, $"'{user.UserName}' is the account owner of Content Workflow and cannot be {verb}.", user.UserName);
        }
    }

    public static PermAlreadyExistsException NameTaken(string userName) =>
        new(ErrorId.UserAlreadyExists, $"A user called '{TextRules.Cut(userName)}' already exists.", userName);

    public static PermAlreadyExistsException OccursTwice(string userName, string? field = null) =>
        new(ErrorId.DuplicateRow, $"'{TextRules.Cut(userName)}' or its e-mail address occurs more than once in the input.", userName) { Detail = field };

    public static PermAlreadyExistsException ExternalIdTwice(UserRow row) =>
        new(ErrorId.DuplicateRow, $"The external id '{TextRules.Cut(row.ExternalId)}' of '{TextRules.Cut(row.UserName)}' occurs more than once in the input.", row.UserName) { Detail = ErrorDetail.ExternalId };

    public static PermAlreadyExistsException ExternalIdTaken(UserRow row, UserRow holder) =>
        new(ErrorId.UserAlreadyExists, $"The external id '{TextRules.Cut(row.ExternalId)}' that '{TextRules.Cut(row.UserName)}' was to get is that of '{TextRules.Cut(holder.UserName)}'. It stands for one person.", row.UserName) { Detail = ErrorDetail.ExternalId };

    public static PermAlreadyExistsException ExternalIdDiffers(UserRow row, UserRow holder) =>
        new(ErrorId.UserAlreadyExists, $"'{TextRules.Cut(row.UserName)}' has the external id '{TextRules.Cut(holder.ExternalId)}' in the store and '{TextRules.Cut(row.ExternalId)}' in the input: another person of that name or address.", row.UserName) { Detail = ErrorDetail.ExternalId };

    public static PermConflictException ExternalIdAmbiguous(string externalId) =>
        new(ErrorId.ExternalIdAmbiguous, $"Several users in the store have the external id '{TextRules.Cut(externalId)}'.", externalId) { Detail = ErrorDetail.ExternalId };

    public static PermAlreadyExistsException EmailTaken(UserRow row) =>
        new(ErrorId.UserAlreadyExists, $"Another user has the e-mail address '{TextRules.Cut(row.Email)}' that '{TextRules.Cut(row.UserName)}' was to get; addresses are unique.", row.UserName) { Detail = ErrorDetail.Email };
}
