using System.Globalization;

namespace PermModule.Completion;

/// <summary>Offers the numbers of the requests that wait for a decision, the oldest first.</summary>
public sealed class RequestCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.WaitingRoom.Find(new WaitingRoomFilter { States = [WaitingRoomState.Pending] })
            .Select(item => (Name: item.Id.ToString(CultureInfo.InvariantCulture), Tip: $"{item.Kind} by {item.Requester}: {NameList.Shown(string.Join(", ", item.Assets.Take(3)))}"))
            .Where(item => IsStart(item.Name, word));
}
