namespace PermModule;

/// <summary>Undoes what was done to the tiers of rights and the seat contract.</summary>
internal sealed class UndoSettings(UndoContext context)
{
    public void SetTier(in AuditRow row, PermRight right, EventPart before, EventPart after)
    {
        PermissionSnapshot snapshot = context.Scope.Snapshot;
        bool isKept = before.Flag(RightService.IsKept);
        Tier then = before.Choice<Tier>("Tier") ?? right.DefaultTier;
        Tier now = snapshot.Tiers.Of(right.Index);
        if (now != after.Choice<Tier>("Tier") || snapshot.Tiers.Kept.Contains(right.Index) != after.Flag(RightService.IsKept))
        {
            throw UndoContext.Conflict(right.Key, "the tier was changed since");
        }

        context.Scope.Acting?.Demand(DelegatedAction.ManageSettings, right.Key);
        context.Seats.Retier([.. snapshot.Moves(snapshot.Tiers.With(right, then))], right.Key);
        RightService.WriteTiers(context.Scope, [(right, then)], areKept: isKept);
    }

    public void SetContract(in AuditRow row, EventPart before, EventPart after)
    {
        SeatContract now = context.Scope.Snapshot.Contract;
        if (now != after.Contract() with { Origin = now.Origin })
        {
            throw UndoContext.Conflict(row.Target, "the contract was changed since");
        }

        SeatContract then = before.Contract() with { Origin = now.Origin };
        context.Scope.Acting?.Demand(DelegatedAction.ManageSettings, row.Target);
        context.Seats.Reshape([], then, row.Target);
        SeatService.Write(context.Scope, now, then);
    }
}
