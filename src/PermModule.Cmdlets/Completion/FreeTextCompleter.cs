using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PermModule.Completion;

/// <summary>Offers nothing, where only the person knows what to type: the shell would offer the files of the folder.</summary>
public sealed class FreeTextCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
