using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PermModule.Completion;

/// <summary>Offers values that are usual, each with what it means. Others can be typed all the same.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    /// <summary>The values, in the order in which they are offered.</summary>
    private protected abstract IReadOnlyList<(string Value, string Tip)> Values { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return Values.Where(item => item.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(item.Value, item.Value, CompletionResultType.ParameterValue, item.Tip));
    }
}
