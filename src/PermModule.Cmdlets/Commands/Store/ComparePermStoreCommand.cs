using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;
using PermModule.Formatting;

namespace PermModule.Commands;

/// <summary>Shows what differs between two stores, and what to run to make the second like the first.</summary>
[Cmdlet(VerbsData.Compare, "PermStore", DefaultParameterSetName = "Store")]
[OutputType(typeof(StoreDifference))]
public sealed class ComparePermStoreCommand : PermCmdlet
{
    private readonly List<PermStore> _opened = [];

    /// <summary>Gets or sets what is compared with: a store, by path, by connection string or as an object, or a moment, as of which the store in use is read.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Store")]
    [Parameter(Position = 0, ParameterSetName = "AsOf")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public ComparedIdentity? Reference { get; set; }

    /// <summary>Gets or sets what is compared, as for the reference; the store in use unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public ComparedIdentity? Difference { get; set; }

    /// <summary>Gets or sets a past moment, as of which the reference store is read; that is the store in use unless given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AsOf")]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? ReferenceAsOf { get; set; }

    /// <summary>Gets or sets a past moment, as of which the difference store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? DifferenceAsOf { get; set; }

    /// <summary>Gets or sets what is compared.</summary>
    [Parameter]
    public StoreDifferenceKind[]? Kind { get; set; }

    /// <summary>Gets or sets whether what is equal is shown too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        CheckOneMoment(nameof(Reference), Reference, ReferenceAsOf);
        CheckOneMoment(nameof(Difference), Difference, DifferenceAsOf);
        PermStore reference = Find(Reference, ReferenceAsOf);
        PermStore difference = Find(Difference, DifferenceAsOf);
        bool isPast = (DifferenceAsOf ?? Difference?.Moment) is not null;
        DifferenceWriter writer = new(RunspaceStores.Current.PlaceUnlessInUse(difference));
        Progress progress = new(this, "Comparing the stores", "What differs beyond that is not known.");
        Attempt(reference, _ => Attempt(difference, store =>
        {
            foreach (StoreDifference found in store.Comparison.Compare(reference.Comparison, Kind, IncludeEqual, progress.Show))
            {
                // Nothing can be changed in the past.
                WriteObject(isPast ? found : found with { Command = writer.Write(found) });
            }
        }));
        progress.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _opened.ForEach(store => store.Dispose());
            _opened.Clear();
        }

        base.Dispose(disposing);
    }

    /// <summary>Refuses two moments for one side, of which only one could be used.</summary>
    private void CheckOneMoment(string side, ComparedIdentity? named, DateTimeOffset? asOf)
    {
        if (named?.Moment is not null && asOf is not null)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new PermInvalidInputException(ErrorId.ConflictingFilters, $"-{side} is a date already, and -{side}AsOf is another.", named.ToString()),
                MyInvocation.MyCommand));
        }
    }

    /// <summary>The store that is named, as of the moment that is given.</summary>
    private PermStore Find(ComparedIdentity? named, DateTimeOffset? asOf)
    {
        PermStore store = named?.Store is { } given ? Find(given) : Opened;
        if ((asOf ?? named?.Moment) is not { } moment)
        {
            return store;
        }

        PermStore past = Terminating(() => OpenPast(store, moment));
        _opened.Add(past);
        return past;
    }

    /// <summary>The store that is named. One named by its path or connection string is opened for reading only, unless it is the one in use.</summary>
    private PermStore Find(StoreIdentity named)
    {
        if (named.Store is { } store)
        {
            return Terminating(() => RunspaceStores.Current.Own(store, StopToken));
        }

        string path = PermStore.IsConnectionString(named.Path!) ? named.Path! : Terminating(() => Resolve(named.Path!));
        if (RunspaceStores.Current.InUse is { } used && used.IsAt(path))
        {
            return used;
        }

        PermStore opened = Terminating(() => PermStore.Open(path, new PermStoreOptions { IsReadOnly = true }, StopToken));
        _opened.Add(opened);
        return opened;
    }

    /// <exception cref="PermNotFoundException"><c>StoreNotFound</c>: there is no such drive.</exception>
    private string Resolve(string path)
    {
        try
        {
            return ResolvePath(path);
        }
        catch (System.Management.Automation.DriveNotFoundException)
        {
            throw new PermNotFoundException(ErrorId.StoreNotFound, $"There is no store at '{path}', and it is no date of the form 2026-01-31T12:00:00Z.", path);
        }
    }
}
