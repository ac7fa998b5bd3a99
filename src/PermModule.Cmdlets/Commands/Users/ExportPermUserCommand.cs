using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Writes users to a file.</summary>
[Cmdlet(VerbsData.Export, "PermUser", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPermUserCommand : UserFilterCmdlet
{
    private readonly Slot<ExportFormat> _format = new();
    private readonly List<string> _names = [];
    private readonly List<UserReference> _users = [];
    private PermStore? _store;
    private UserIdentity? _first;

    /// <summary>Gets or sets the file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    [PlainText]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the users: names, wildcards, or the objects themselves; all unless given.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User", "Identity")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [UserRecord]
    [LiveName(typeof(UserIdentity), nameof(UserName))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[]? UserName { get; set; }

    /// <summary>Gets or sets as what the users are written; by the ending of the file's name unless given.</summary>
    [Parameter]
    public ExportFormat Format { get => _format.Value; set => _format.Value = value; }

    /// <summary>Gets or sets whether a CSV file starts with the byte-order mark by which Excel knows UTF-8.</summary>
    [Parameter]
    public SwitchParameter ForExcel { get; set; }

    /// <summary>Gets or sets whether a file that is there is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (UserIdentity user in UserName ?? [])
        {
            Refusable(() =>
            {
                // A file holds users of one store: that of the first.
                UserReference reference = user.Reference;
                if ((_store is null ? StoreOf(user, Limits) : StoreOf(_first, user)) is { } store)
                {
                    (_store, _first) = (store, _first ?? user);
                    if (user.Pattern is { } pattern)
                    {
                        _names.Add(pattern);
                    }
                    else
                    {
                        _users.Add(reference);
                    }
                }
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string file = ResolvePath(Path);
        ExportFormat? format = IsGiven(nameof(Format)) ? Format : null;

        // Nobody came through the pipeline: that is nobody, not everybody.
        bool isNobody = MyInvocation.ExpectingInput && _first is null;
        UserFilter filter = Wanted(_names, _users);
        Progress bar = new(this, "Exporting people", "No file was written.");
        Attempt(_store ?? Opened, store =>
        {
            Terminating(() =>
            {
                store.Transfer.CheckExportUsers(file, format, Force, ForExcel);
                return true;
            });
            if (ShouldProcess(file, format is null ? "Export users" : $"Export users ({format})"))
            {
                WriteFile(Terminating(() => store.Transfer.ExportUsers(file, format, isNobody ? filter with { First = 0 } : filter, Force, ForExcel, bar.Show)));
            }
        });
        bar.Complete();
    }
}
