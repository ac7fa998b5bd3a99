using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PermModule.Completion;

/// <summary>Offers the worksheets of the workbook that is to be imported.</summary>
public sealed class WorksheetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        object? path = fakeBoundParameters?["Path"] ?? fakeBoundParameters?["LiteralPath"];
        try
        {
            return path is null ? [] :
            [
                .. TransferService.FindWorksheets(NameCompleter.ResolvePath(path.ToString()!))
                    .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    .Select(name => new CompletionResult($"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'", name, CompletionResultType.ParameterValue, name)),
            ];
        }
        catch (PermException)
        {
            // What is no workbook, or cannot be read, has none; the import says so.
            return [];
        }
    }
}
