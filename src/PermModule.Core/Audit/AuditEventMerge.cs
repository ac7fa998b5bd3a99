namespace PermModule.Audit;

/// <summary>Puts the events of several readers in the order of their ids, which is that of their times.</summary>
internal static class AuditEventMerge
{
    /// <summary>The events, each once; as many as are asked for from either end.</summary>
    public static IEnumerable<PermAuditEvent> Read(IReadOnlyList<IEnumerable<PermAuditEvent>> readers, AuditEventFilter filter)
    {
        IEnumerable<PermAuditEvent> events = Merge(readers);
        if (filter.Newest is { } newest)
        {
            events = events.TakeLast((int)Math.Min(newest, int.MaxValue));
        }

        return filter.First is { } first && first < int.MaxValue ? events.Take((int)first) : events;
    }

    private static IEnumerable<PermAuditEvent> Merge(IReadOnlyList<IEnumerable<PermAuditEvent>> readers)
    {
        PriorityQueue<IEnumerator<PermAuditEvent>, long> next = new();
        try
        {
            foreach (IEnumerable<PermAuditEvent> reader in readers)
            {
                Put(reader.GetEnumerator());
            }

            long last = 0;
            while (next.TryDequeue(out IEnumerator<PermAuditEvent>? events, out long id))
            {
                if (id != last)
                {
                    yield return events.Current;
                    last = id;
                }

                Put(events);
            }
        }
        finally
        {
            foreach ((IEnumerator<PermAuditEvent> left, _) in next.UnorderedItems)
            {
                left.Dispose();
            }
        }

        void Put(IEnumerator<PermAuditEvent> events)
        {
            if (events.MoveNext())
            {
                next.Enqueue(events, events.Current.Id);
            }
            else
            {
                events.Dispose();
            }
        }
    }
}
