using System.Globalization;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Erases the personal data of removed users from events and requests; the audit trail still verifies.</summary>
[Cmdlet(VerbsCommon.Clear, "PermPersonalData", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(PermErasure))]
public sealed class ClearPermPersonalDataCommand : PermCmdlet
{
    private const string NameSet = "Name";
    private const string TimeSet = "Time";

    /// <summary>Gets or sets the names that the users had when they were removed, or the users as they were read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [Alias("User", "Identity")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RemovedUserCompleter))]
    public UserIdentity[] UserName { get; set; } = [];

    /// <summary>Gets or sets the time before which the users were removed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TimeSet)]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? RemovedBefore { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == TimeSet)
        {
            Erase(Opened, new PersonalDataFilter { RemovedBefore = RemovedBefore }, name: null);
            return;
        }

        foreach (UserIdentity user in UserName)
        {
            if (StoreOf(user) is { } store)
            {
                Refusable(() => Erase(store, new PersonalDataFilter { User = user.Reference }, user.Reference.Name));
            }
        }
    }

    private void Erase(PermStore from, PersonalDataFilter filter, string? name)
    {
        Progress progress = new(this, "Erasing personal data", "It is erased everywhere in the store or nowhere; the next run says which.");
        Attempt(from, store =>
        {
            BatchItem<PermErasure>[] plan = [.. store.Erasure.Preview(filter, done => progress.Show(done, isSecond: false))];
            foreach (PermException error in plan.Select(item => item.Error).OfType<PermException>())
            {
                WriteError(error);
            }

            PermErasure[] wanted = [.. plan.Select(item => item.Value).OfType<PermErasure>()];
            if ((wanted.Length > 0 || name is null) && ShouldProcess(name ?? Count(wanted.Length, "removed user"), $"Erase personal data for good from {Count(wanted.Sum(item => item.Events), "event")} and {Count(wanted.Sum(item => item.Requests), "request")}"))
            {
                foreach (PermErasure erased in store.Erasure.Erase(filter, done => progress.Show(done, isSecond: true)).Select(item => item.Value).OfType<PermErasure>())
                {
                    WriteObject(erased);
                }
            }
        });
        progress.Complete();
    }

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
