using System.Globalization;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Removes users for good, with their memberships and roles, and closes their pending requests or hands them over; their history stays in the audit trail.</summary>
[Cmdlet(VerbsCommon.Remove, "PermUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PermUser))]
public sealed class RemovePermUserCommand : UserCmdlet
{
    // The tag with which Write-Host writes: shown at the console, kept out of the pipeline.
    private static readonly string[] ShownAtTheConsole = ["PSHOST"];

    private static readonly UserData Nothing = new();

    /// <summary>Gets or sets who takes over the roles, pending requests and ownership of those who are removed.</summary>
    [Parameter]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity? Transfer { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Remove user";

    /// <inheritdoc/>
    private protected override IFromStore? Companion => Transfer;

    /// <inheritdoc/>
    protected override UserData? DataFor(UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Item is null && StoreOf(user, Transfer) is { } from && IsMissing(from, store => store.Users.Get(user.Reference)) ? null : Nothing;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserChange> changes, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(changes);
        return store.Users.Remove([.. changes.Select(change => change.User)], new UserBatchOptions { StopOnError = stopOnError, TransferTo = Transfer?.Reference });
    }

    /// <inheritdoc/>
    private protected override void Written(BatchItem<PermUser> item)
    {
        if (Transfer is not null && !IsWhatIf)
        {
            string done = item.Consequences.Count == 0 ? "nothing to hand over" : string.Join(", ", item.Consequences);
            WriteInformation(new HostInformationMessage { Message = string.Create(CultureInfo.InvariantCulture, $"Removed '{item.Value}': {done}.") }, ShownAtTheConsole);
        }
    }
}
