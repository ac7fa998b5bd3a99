using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>Undoes events, the newest first, inside one change. Seats count by what comes out, as in the change that is undone.</summary>
internal sealed class UndoRun
{
    public const string TargetType = "Change";

    /// <summary>How many events are read at a time.</summary>
    private const int Ahead = 500;

    private readonly WriteScope _scope;
    private readonly StoreSession _session;
    private readonly IReadOnlyDictionary<long, string> _left;
    private readonly Action<WorkProgress>? _progress;

    /// <summary>The events whose undo the reactivation delay refused, which can be had in another way.</summary>
    private readonly HashSet<long> _tooEarly = [];

    /// <param name="scope">The change that undoes.</param>
    /// <param name="left">The events that an earlier run found not to fit, and why: they are conflicts.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    public UndoRun(WriteScope scope, IReadOnlyDictionary<long, string> left, Action<WorkProgress>? progress)
    {
        _scope = scope;
        _session = scope.Session;
        _left = left;
        _progress = progress;
    }

    /// <summary>Undoes the events of commands.</summary>
    /// <exception cref="PermException"><c>NothingToUndo</c>, and those of <see cref="Run"/>.</exception>
    public IReadOnlyList<PermUndoStep> Undo(HashSet<Guid> commands, bool skipConflicts)
    {
        (List<long> ids, HashSet<long> targets, HashSet<Guid> unknown) = EventsOf(commands);
        string name = commands.Count == 1 ? commands.Single().ToString() : string.Create(CultureInfo.InvariantCulture, $"{commands.Count} commands");
        return unknown.Count > 0 ? throw new PermNotFoundException(ErrorId.NothingToUndo, $"No event has the correlation id {unknown.First()}.", unknown.First())
            : ids.Count == 0 ? throw new PermNotFoundException(ErrorId.NothingToUndo, "No event was given.", target: null)
            : Run(ids, targets, name, skipConflicts);
    }

    /// <summary>Undoes the commands that events belong to, as a whole.</summary>
    /// <exception cref="PermException"><c>OtherStore</c>: an event is not of this store; <c>NothingToUndo</c>, and those of <see cref="Run"/>.</exception>
    public IReadOnlyList<PermUndoStep> Undo(IReadOnlyList<PermAuditEvent> events, bool skipConflicts)
    {
        foreach (PermAuditEvent[] part in events.Chunk(Ahead))
        {
            Dictionary<long, AuditRow> stored = Find([.. part.Select(read => read.Id)]);
            if (Array.Find(part, read => !stored.TryGetValue(read.Id, out AuditRow row) || AuditHasher.ToText(row.Hash) != read.Hash) is { } other)
            {
                throw new PermConflictException(ErrorId.OtherStore, $"Event '{other}' is not one of '{_session.Path}'.", other);
            }
        }

        return Undo([.. events.Select(read => read.CorrelationId)], skipConflicts);
    }

    /// <summary>The events of commands, the newest first, the ids of what they are about, and the commands that have none.</summary>
    private (List<long> Ids, HashSet<long> Targets, HashSet<Guid> Unknown) EventsOf(HashSet<Guid> commands)
    {
        Dictionary<UInt128, Guid> keys = commands.ToDictionary(id => Key(id.ToByteArray(bigEndian: true)));
        HashSet<Guid> unknown = [.. commands];
        List<long> ids = [];
        HashSet<long> targets = [];
        using Statement reader = _session.Query("SELECT id, correlation_id, target_id FROM audit_events ORDER BY id DESC");
        while (reader.Next())
        {
            _session.ThrowIfCancelled();
            if (keys.TryGetValue(Key(reader.Bytes(1)), out Guid command))
            {
                unknown.Remove(command);
                ids.Add(reader.Number(0));
                targets.Add(reader.OptionalNumber(2) ?? 0);
            }
        }

        return (ids, targets, unknown);

        static UInt128 Key(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt128BigEndian(id);
    }

    /// <exception cref="PermConflictException"><c>UndoConflict</c>: something changed since, and conflicts are not to be skipped.</exception>
    /// <exception cref="SeatLimitException">The state of before needs more seats than are free.</exception>
    /// <exception cref="UndoMisfitException">Conflicts are to be skipped, and only the end shows that some events are.</exception>
    private IReadOnlyList<PermUndoStep> Run(List<long> ids, HashSet<long> targets, string name, bool skipConflicts)
    {
        Stack<AuditRow> renames = Renames(ids[^1]);
        UndoContext context = new(_scope, new NamesThen(_session), targets);
        UndoWriter writer = new(context);
        List<PermUndoStep> steps = new(ids.Count);
        Action<double> progress = WorkProgress.Part(_progress, "events", 0, 1);
        int done = 0;
        AuditRow oldest = default;
        foreach (AuditRow row in InTurn(ids, context.Ahead))
        {
            _session.ThrowIfCancelled();
            while (renames.TryPeek(out AuditRow rename) && rename.Id > row.Id)
            {
                context.Names.GoBack(renames.Pop());
            }

            progress((double)done++ / ids.Count);
            if (row.Action != AuditAction.ChangeUndone)
            {
                steps.Add(Step(row, writer));
            }

            oldest = row;
        }

        if (writer.Misfits(oldest) is { Count: > 0 } misfits)
        {
            throw skipConflicts ? new UndoMisfitException(misfits) : Refusal([.. steps.Select(step => misfits.FirstOrDefault(misfit => misfit.Event == step.Event) is { } found ? step with { Result = UndoResult.Conflict, Reason = found.Reason } : step)]);
        }

        writer.Complete(name);
        if (steps.TrueForAll(step => step.Result == UndoResult.Skipped))
        {
            throw new PermConflictException(ErrorId.NothingToUndo, steps.Count == 0 ? $"The change {name} holds nothing that can be undone." : $"Nothing of the change {name} can be undone: {steps[0].Reason}", name);
        }

        if (!skipConflicts && steps.Exists(step => step.Result == UndoResult.Conflict))
        {
            throw Refusal(steps);
        }

        if (steps.Exists(step => step.Result == UndoResult.Undone))
        {
            Record(name, [.. steps.Where(step => step.Result == UndoResult.Undone).Select(step => step.Event)]);
        }

        return steps;
    }

    private PermConflictException Refusal(IEnumerable<PermUndoStep> steps)
    {
        PermUndoStep[] conflicts = [.. steps.Where(step => step.Result == UndoResult.Conflict)];
        string more = conflicts.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {conflicts.Length - 1} more");
        return new PermConflictException(ErrorId.UndoConflict, $"'{TextRules.Cut(conflicts[0].Target)}'{more} cannot be undone: {conflicts[0].Reason} Nothing was undone.", conflicts[0].Target)
        {
            Detail = _tooEarly.Contains(conflicts[0].Event) ? ErrorDetail.ReactivationDelay : null,
        };
    }

    private PermUndoStep Step(in AuditRow row, UndoWriter writer)
    {
        PermUndoStep step = new() { Event = row.Id, Target = row.Target, Action = row.Action, Result = UndoResult.Undone };
        if (_left.TryGetValue(row.Id, out string? reason))
        {
            return step with { Result = UndoResult.Conflict, Reason = reason };
        }

        if (row.HasErasedValues)
        {
            return step with { Result = UndoResult.Conflict, Reason = "Personal data was erased from the event, so that the values of before are gone." };
        }

        try
        {
            string? why = row.TargetType == WaitingRoomEvents.TargetType ? writer.WhyFinal(row) : null;
            return why is null && StepBack.Over(_session, row, writer) ? step : step with { Result = UndoResult.Skipped, Reason = why ?? WhyNot(row) };
        }
        catch (JsonException)
        {
            throw AuditEventReader.Unreadable(_session, row.Id);
        }
        catch (PermException error) when (error is not (PermNotPermittedException or PermCorruptException or PermBusyException or SeatLimitException))
        {
            if (error.ErrorId == ErrorId.ReactivationTooEarly)
            {
                _tooEarly.Add(row.Id);
            }

            return step with { Result = UndoResult.Conflict, Reason = error.Message };
        }
    }

    private static string WhyNot(in AuditRow row) => row.TargetType switch
    {
        "Portal" => "What was sent to the portal or read from it is undone in the portal.",
        _ => row.Action switch
        {
            AuditAction.PersonalDataErased => "What was erased is gone for good.",
            AuditAction.RightTierKept => "It says that a tier stayed as it was; there is nothing to undo.",
            AuditAction.RightTierChanged => "The catalogue of this version holds no such right.",
            AuditAction.StoreCreated or AuditAction.StoreMigrated or AuditAction.StoreRestored => "It tells of the store as a whole.",
            _ => "This version cannot undo events of this kind.",
        },
    };

    /// <summary>Records what was undone, so that the undo names it.</summary>
    private void Record(string name, long[] events) => _scope.Audit.Write(AuditAction.ChangeUndone, TargetType, name, targetId: null, before: null, json =>
    {
        json.WriteString("Change", name);
        json.WriteNumber("Count", events.Length);
        json.WriteString("Events", Ranges(events));
    });

    /// <summary>The numbers as ranges: bulk changes are mostly one.</summary>
    private static string Ranges(long[] events)
    {
        Array.Sort(events);
        List<string> ranges = [];
        for (int i = 0; i < events.Length; i++)
        {
            int first = i;
            while (i + 1 < events.Length && events[i + 1] == events[i] + 1)
            {
                i++;
            }

            ranges.Add(first == i ? events[i].ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{events[first]}-{events[i]}"));
        }

        return string.Join(", ", ranges);
    }

    /// <summary>The events, each when it is its turn; what they are about is read ahead.</summary>
    private IEnumerable<AuditRow> InTurn(List<long> ids, UndoAhead ahead)
    {
        foreach (long[] part in ids.Chunk(Ahead))
        {
            Dictionary<long, AuditRow> stored = Find(part);
            AuditRow[] rows = Array.ConvertAll(part, id => stored.TryGetValue(id, out AuditRow row) ? row : throw AuditEventReader.Unreadable(_session, id));
            int known = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                if (i == known)
                {
                    AuditRow[] next = [.. rows.Skip(i).TakeWhile(UndoAhead.IsOfUser)];
                    ahead.Read(next);
                    known += Math.Max(1, next.Length);
                }

                yield return rows[i];
            }
        }
    }

    /// <summary>The stored events by their ids, without those that no event can look like.</summary>
    private Dictionary<long, AuditRow> Find(IReadOnlyCollection<long> ids)
    {
        Dictionary<long, AuditRow> rows = [];
        using Statement reader = _session.Statement($"SELECT {AuditRow.Columns} FROM audit_events WHERE id {_session.Link.AnyOf(1, ids.Count)}").SetList(1, ids);
        while (reader.Next())
        {
            if (AuditRow.TryRead(reader) is { } row)
            {
                rows[row.Id] = row;
            }
        }

        return rows;
    }

    /// <summary>The events since the oldest one that gave profiles and groups their names, the newest on top.</summary>
    private Stack<AuditRow> Renames(long oldest)
    {
        Stack<AuditRow> renames = [];
        const string sql = $"SELECT {AuditRow.Columns} FROM audit_events WHERE id >= $1 AND target_type IN ($2, $3) AND action IN ($4, $5, $6, $7, $8, $9) ORDER BY id";
        using Statement reader = _session.Query(
            sql,
            oldest,
            ProfileWriter.TargetType,
            GroupWriter.TargetType,
            AuditAction.ProfileCreated,
            AuditAction.ProfileChanged,
            AuditAction.ProfileRemoved,
            AuditAction.GroupCreated,
            AuditAction.GroupChanged,
            AuditAction.GroupRemoved);
        while (reader.Next())
        {
            renames.Push(AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(_session, reader.Number(0)));
        }

        return renames;
    }
}
