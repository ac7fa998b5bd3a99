using System.Management.Automation;
using System.Security;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Signs in to the portal itself and makes it the one that cmdlets of this runspace use.</summary>
[Cmdlet(VerbsCommunications.Connect, "PermPortal", DefaultParameterSetName = "Token")]
[OutputType(typeof(PermPortal))]
public sealed class ConnectPermPortalCommand : PSCmdlet, IDisposable
{
    private const string UriVariable = "PERMMODULE_PORTAL_URI";
    private const string TokenVariable = "PERMMODULE_PORTAL_TOKEN";

    private readonly CancellationTokenSource _stop = new();
    private readonly Slot<PortalGroupIds> _groupIds = new();

    /// <summary>Gets or sets the address of the portal; $env:PERMMODULE_PORTAL_URI unless given.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Uri? Uri { get; set; }

    /// <summary>Gets or sets a permanent token; $env:PERMMODULE_PORTAL_TOKEN unless given.</summary>
    [Parameter(ParameterSetName = "Token")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public SecureString? Token { get; set; }

    /// <summary>Gets or sets the id of an OAuth 2 application.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Client")]
    [ValidateNotNullOrEmpty]
    [PlainText]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the secret of the application.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Client")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public SecureString? ClientSecret { get; set; }

    /// <summary>Gets or sets how many requests a second are sent at most.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public int RequestsPerSecond { get; set; } = PortalOptions.UsualRequestsPerSecond;

    /// <summary>Gets or sets how many requests are sent in five minutes at most.</summary>
    [Parameter]
    [ValidateRange(1, 3_000_000)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public int RequestsPerWindow { get; set; } = PortalOptions.UsualRequestsPerWindow;

    /// <summary>Gets or sets what the portal does with the groups that are sent with a user.</summary>
    [Parameter]
    public PortalGroupIds GroupIds { get => _groupIds.Value; set => _groupIds.Value = value; }

    /// <summary>Gets or sets whether the connection is written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            PermPortal portal = PermPortal.Connect(Options(), _stop.Token);
            RunspaceStores.Current.UsePortal(portal);
            if (portal.Missing.Count > 0)
            {
                WriteWarning($"'{portal.UserName}' cannot do everything in '{portal.Uri.Authority}'. Possible: {(portal.Can.Count == 0 ? "nothing" : string.Join(", ", portal.Can))}. Missing: {string.Join("; ", portal.Missing)}.");
            }

            if (PassThru)
            {
                WriteObject(portal);
            }
        }
        catch (PermException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private PortalOptions Options()
    {
        string? named = Environment.GetEnvironmentVariable(UriVariable);
        Uri uri = Uri ?? (string.IsNullOrEmpty(named) ? throw new PermInvalidInputException(ErrorId.PortalUriRequired, "No portal is named.", target: null) : new Uri(named, UriKind.RelativeOrAbsolute));
        return new PortalOptions
        {
            Uri = uri,
            Token = ParameterSetName == "Client" ? null : Token ?? FromEnvironment() ?? throw new PermInvalidInputException(ErrorId.PortalTokenRequired, $"'{uri}' asks who signs in.", uri),
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            RequestsPerSecond = RequestsPerSecond,
            RequestsPerWindow = RequestsPerWindow,
            GroupIds = GroupIds,
        };
    }

    private static SecureString? FromEnvironment() =>
        Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? new System.Net.NetworkCredential("", token).SecurePassword : null;
}
