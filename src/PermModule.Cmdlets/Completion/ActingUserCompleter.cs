using System.Collections;

namespace PermModule.Completion;

/// <summary>Offers the active users of the store that is about to be opened.</summary>
public sealed class ActingUserCompleter : UserCompleter
{
    private protected override bool? IsActive => true;

    private protected override void Ask(IDictionary? bound, Action<PermStore> question) => AskUnopened(bound, question);
}
