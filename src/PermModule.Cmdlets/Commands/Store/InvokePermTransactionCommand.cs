using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>
/// Runs a script block as one transaction: what its cmdlets change is applied when the block has ended without an error, or not at all.
/// Objects that the block emits are written after the commit. Inside another transaction it is a step that can fail on its own.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PermTransaction", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class InvokePermTransactionCommand : PermCmdlet
{
    // In a scope of its own; errors come out among the objects, since one that nobody handles undoes the block. A preference of the caller that hides errors handles none.
    private const string Run = """
        param([scriptblock] $Block, [bool] $IsWhatIf)
        if ($IsWhatIf) { $WhatIfPreference = $true }
        if ($ErrorActionPreference -in 'SilentlyContinue', 'Ignore') { $ErrorActionPreference = 'Continue' }
        & $Block 2>&1
        """;

    /// <summary>Gets or sets what is to be applied as a whole.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public ScriptBlock ScriptBlock { get; set; } = ScriptBlock.Create("");

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PermStore store = Opened;
        if (!ShouldProcess(store.Path, "Run the script block as one transaction") && !IsWhatIf)
        {
            return;
        }

        WriteObject(Terminating(() => RunBlock(store)), enumerateCollection: true);
    }

    private Collection<PSObject> RunBlock(PermStore store)
    {
        RunspaceStores stores = RunspaceStores.Current;
        PermStore? outer = stores.Ambient;
        Guid? outerCorrelation = stores.Correlation;
        using PermTransaction transaction = Begin(store);
        try
        {
            stores.Ambient = store;
            stores.Correlation = outerCorrelation ?? Guid.NewGuid();
            Collection<PSObject> output = InvokeCommand.InvokeScript(useLocalScope: true, ScriptBlock.Create(Run), input: null, ScriptBlock, IsWhatIf);
            ErrorRecord[] errors = [.. output.Select(item => item?.BaseObject).OfType<ErrorRecord>()];
            if (errors.Length > 0)
            {
                RollBack(transaction, errors, store);
            }
            else if (!IsWhatIf)
            {
                transaction.Commit();
            }

            return output;
        }
        catch (FlowControlException)
        {
            WriteWarning($"Nothing of the transaction on '{store.Path}' was applied, because break, continue or exit left its block. To end the block and keep what it did, use return.");
            throw;
        }
        finally
        {
            stores.Ambient = outer;
            stores.Correlation = outerCorrelation;
        }
    }

    private PermTransaction Begin(PermStore store)
    {
        using IDisposable stop = store.CancelWith(StopToken);
        return store.BeginTransaction(IsWhatIf);
    }

    private void RollBack(PermTransaction transaction, ErrorRecord[] errors, PermStore store)
    {
        transaction.Dispose();
        foreach (ErrorRecord error in errors)
        {
            WriteError(error);
        }

        string message = string.Create(CultureInfo.InvariantCulture, $"Nothing of the transaction on '{store.Path}' was applied, because of {errors.Length} error(s) in it.");
        throw new PermConflictException(ErrorId.TransactionRolledBack, message, store.Path, errors[0].Exception);
    }
}
