namespace PermModule;

/// <summary>What one command did, as the trail tells it.</summary>
public sealed record PermCommand
{
    /// <summary>The id that all events of the command share.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string Actor { get; init; }

    /// <summary>What the newest of its events says was done.</summary>
    public required string Action { get; init; }

    /// <summary>How many of its events were seen.</summary>
    public required long Events { get; init; }

    /// <summary>The commands of the newest events.</summary>
    internal static IReadOnlyList<PermCommand> Newest(StoreSession session, int count, int within)
    {
        List<Guid> order = [];
        Dictionary<Guid, PermCommand> commands = [];
        using Statement reader = session.Query("SELECT at, actor, action, correlation_id FROM audit_events ORDER BY id DESC LIMIT $1", (long)within);
        while (reader.Next())
        {
            Guid id = new(reader.Bytes(3), bigEndian: true);
            if (commands.TryGetValue(id, out PermCommand? known))
            {
                commands[id] = known with { Events = known.Events + 1 };
            }
            else if (order.Count < count)
            {
                order.Add(id);
                commands.Add(id, new PermCommand { CorrelationId = id, At = UtcTime.FromStored(reader.Number(0)), Actor = reader.Text(1)!, Action = reader.Text(2)!, Events = 1 });
            }
        }

        return [.. order.Select(id => commands[id])];
    }
}
