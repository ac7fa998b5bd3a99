using System.Collections;

namespace PermModule.Completion;

/// <summary>Offers who changed something lately in the store that is about to be opened.</summary>
public sealed class OpeningActorCompleter : ActorCompleter
{
    private protected override void Ask(IDictionary? bound, Action<PermStore> question) => AskUnopened(bound, question);
}
