using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using PermModule.Commands;

namespace PermModule.Completion;

/// <summary>Offers names of the runspace's store while a person types: quickly, quoted where needed, and nothing at all when something fails.</summary>
public abstract partial class NameCompleter : IArgumentCompleter
{
    /// <summary>How many names are offered at most.</summary>
    protected const int Most = 100;

    // Leaves the shell the rest of the quarter of a second within which people expect an answer.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(180);

    // On a busy machine the runtime may need all of that to compile what a look-up runs: whoever presses Tab first would be offered nothing.
    private static readonly TimeSpan FirstLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the opening of a store that is not open yet may take: a server may be far away, or not answer.</summary>
    private static readonly TimeSpan OpeningLimit = TimeSpan.FromSeconds(3);

    private static readonly ConcurrentDictionary<Type, bool> Asked = new();

    /// <summary>How long a look-up may take that can be interrupted.</summary>
    protected static TimeSpan Patience => Limit / 2;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        List<CompletionResult> results = [];
        bool isPattern = Wildcards.AreRead(commandName, parameterName);
        string typed = (wordToComplete ?? "").Trim('\'', '"');
        string word = isPattern ? WildcardPattern.Unescape(typed) : typed;
        try
        {
            Ask(fakeBoundParameters, store =>
            {
                using CancellationTokenSource deadline = new(Asked.TryAdd(GetType(), true) ? FirstLimit : Limit);
                using IDisposable stop = store.CancelWith(deadline.Token);
                foreach ((string name, string tip) in Find(store, word).Take(Most))
                {
                    results.Add(new CompletionResult(Quote(isPattern ? ProfileService.Literal(name) : name), name, CompletionResultType.ParameterValue, tip));
                }
            });
        }
#pragma warning disable CA1031 // An error while completing would only disturb who types; what was found until then is offered.
        catch (Exception)
#pragma warning restore CA1031
        {
            return results;
        }

        return results;
    }

    /// <summary>Asks the store that the cmdlet would use; nobody where there is none.</summary>
    /// <param name="bound">The parameters typed so far, by name.</param>
    /// <param name="question">What to ask.</param>
    private protected virtual void Ask(IDictionary? bound, Action<PermStore> question)
    {
        RunspaceStores stores = RunspaceStores.Current;
        object? given = bound?["Store"];
        using CancellationTokenSource opening = new(OpeningLimit);
        PermStore? store = (given is PSObject wrapped ? wrapped.BaseObject : given) switch
        {
            Output.PermStore own => stores.Own(own.Store, opening.Token),
            string path => stores.At(ResolvePath(path), opening.Token),
            _ => stores.Find(ResolvePath, opening.Token),
        };
        if (store is not null)
        {
            question(store);
        }
    }

    /// <summary>Asks the store in the file that is about to be opened.</summary>
    /// <param name="bound">The parameters typed so far, by name.</param>
    /// <param name="question">What to ask.</param>
    private protected static void AskUnopened(IDictionary? bound, Action<PermStore> question)
    {
        using PermStore store = PermStore.Open(
            bound?["Path"] is { } path ? ResolvePath(path.ToString()!) : PermStore.DefaultPath,
            new PermStoreOptions { IsReadOnly = true });
        question(store);
    }

    /// <summary>The names a text may mean, the likeliest first, each with what is to be known about it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="word">What was typed so far, without quotes; may be empty.</param>
    private protected abstract IEnumerable<(string Name, string Tip)> Find(PermStore store, string word);

    /// <summary>The pattern of the names that start with what was typed, in which a bracket is none.</summary>
    private protected static string Starting(string word) => ProfileService.Literal(word) + "*";

    /// <summary>True when a name starts with what was typed, without regard to case.</summary>
    private protected static bool IsStart(string name, string word) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    // The proxies of a runspace refuse to answer while a pipeline runs, and the shell completes inside of one.
    internal static string ResolvePath(string path) =>
        ScriptBlock.Create("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").Invoke(path)[0].BaseObject as string ?? path;

    private static string Quote(string name) => PlainWord().IsMatch(name) ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    // A word that starts with anything but a letter may be taken for a number, an operator or a parameter.
    [GeneratedRegex(@"^\p{L}[\p{L}\p{N}_.@-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainWord();
}
