namespace PermModule.Comparison;

/// <summary>The order by which the requests of two stores are matched: their numbers differ from store to store.</summary>
internal sealed class RequestOrder : IComparer<WaitingRoomItem>
{
    private RequestOrder()
    {
    }

    public static RequestOrder Instance { get; } = new();

    /// <summary>Sorts requests that come in the order of their times, of which only those of one time have to be held.</summary>
    public static IEnumerable<WaitingRoomItem> Sort(IEnumerable<WaitingRoomItem> items)
    {
        List<WaitingRoomItem> sameTime = [];
        foreach (WaitingRoomItem item in items)
        {
            if (sameTime.Count > 0 && sameTime[0].SubmittedAt != item.SubmittedAt)
            {
                foreach (WaitingRoomItem earlier in sameTime.Order(Instance))
                {
                    yield return earlier;
                }

                sameTime.Clear();
            }

            sameTime.Add(item);
        }

        foreach (WaitingRoomItem earlier in sameTime.Order(Instance))
        {
            yield return earlier;
        }
    }

    /// <inheritdoc/>
    public int Compare(WaitingRoomItem? x, WaitingRoomItem? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int order = x.SubmittedAt.CompareTo(y.SubmittedAt);
        order = order != 0 ? order : KeyOrder.Compare(NameKey.Fold(x.Requester), NameKey.Fold(y.Requester));
        order = order != 0 ? order : x.Kind.CompareTo(y.Kind);
        return order != 0 ? order : KeyOrder.Compare(Assets(x), Assets(y));
    }

    private static string Assets(WaitingRoomItem item) => string.Join('\n', item.Assets.Select(NameKey.Fold));
}
