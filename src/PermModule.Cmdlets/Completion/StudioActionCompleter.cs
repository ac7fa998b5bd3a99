using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PermModule.Completion;

/// <summary>Offers the actions of the Studio matrix, those of one object where it is given.</summary>
public sealed class StudioActionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string start = wordToComplete?.Trim('\'', '"') ?? "";
        string? target = fakeBoundParameters["Object"]?.ToString();
        return StudioMatrix.Default.Permissions
            .Where(cell => target is null || string.Equals(cell.Object.ToString(), target, StringComparison.OrdinalIgnoreCase))
            .Select(cell => cell.Action)
            .Distinct(StringComparer.Ordinal)
            .Where(action => action.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(action => new CompletionResult($"'{CodeGeneration.EscapeSingleQuotedStringContent(action)}'", action, CompletionResultType.ParameterValue, action));
    }
}
