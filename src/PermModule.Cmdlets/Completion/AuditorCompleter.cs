namespace PermModule.Completion;

/// <summary>Offers the users who may decide on requests.</summary>
public sealed class AuditorCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.WaitingRoom.FindAllAuditors().Where(auditor => IsStart(auditor.UserName, word)).Select(auditor => (auditor.UserName, auditor.ToString()));
}
