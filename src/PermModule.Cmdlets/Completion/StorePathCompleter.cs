using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PermModule.Commands;

namespace PermModule.Completion;

/// <summary>Offers the stores that this session has used, that of the environment, and the default one, then the files that the shell would offer.</summary>
public sealed class StorePathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        IEnumerable<string?> paths = [.. RunspaceStores.Current.Used.Reverse(), Environment.GetEnvironmentVariable(RunspaceStores.PathVariable), File.Exists(PermStore.DefaultPath) ? PermStore.DefaultPath : null];
        return paths.OfType<string>()
            .Where(path => path.Length > 0 && IsTaken(path) && (path.StartsWith(word, StringComparison.OrdinalIgnoreCase) || Path.GetFileName(path).StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            .Distinct(StringComparer.Ordinal)
            .Select(path => new CompletionResult($"'{CodeGeneration.EscapeSingleQuotedStringContent(path)}'", path, CompletionResultType.ParameterValue, "A store used lately"))
            .Concat(CompletionCompleters.CompleteFilename(wordToComplete ?? ""));
    }

    /// <summary>False for a connection string that is refused, which may hold a password.</summary>
    private static bool IsTaken(string place)
    {
        try
        {
            return !PermStore.IsConnectionString(place) || PermStore.RequireConnectionString(place).Length > 0;
        }
        catch (PermException)
        {
            return false;
        }
    }
}
