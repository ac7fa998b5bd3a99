using System.Numerics;

namespace PermModule.Maintenance;

/// <summary>Brings the default tiers of a newer catalogue to a store, as far as the contract has the seats.</summary>
internal static class DefaultTierMigration
{
    /// <summary>The schema version that came with the newer catalogue.</summary>
    public const int SchemaVersion = 2;

    /// <summary>The rights whose default changed, with the default they had before.</summary>
    public static IReadOnlyList<(string Key, Tier Tier)> EarlierDefaults { get; } =
    [
        ("brand-guidelines.creator", Tier.Regular),
        ("custom-links.creator", Tier.Regular),
        ("custom-links.manager", Tier.Heavy),
        ("custom-links.viewer", Tier.Light),
    ];

    /// <summary>
    /// Applies as many of the new defaults as fit into the contract together. The other rights keep their tier and are marked.
    /// A tier that somebody set by hand stays.
    /// </summary>
    public static void Run(StoreSession session, AuditWriter audit)
    {
        List<(PermRight Right, Tier Earlier)> rights = [];
        foreach ((string key, Tier tier) in EarlierDefaults)
        {
            PermRight right = RightCatalogue.Default.Find(key)!;
            if (session.Execute("UPDATE rights SET tier = $1, is_kept = 1 WHERE right_key = $2 AND tier IS NULL", (long)tier, key) > 0)
            {
                rights.Add((right, tier));
            }

            // A tier set by hand that is the default now is no longer an exception.
            session.Send("UPDATE rights SET tier = NULL WHERE right_key = $1 AND is_kept = 0 AND tier = $2", key, (long)right.DefaultTier);
        }

        SeatLedger seats = SeatLedger.Load(session);
        PermissionSnapshot before = session.Snapshot();
        RightTiers after = LargestThatFits(before, seats, [.. rights.Select(row => row.Right)]);
        seats.Retier([.. before.Moves(after)], "Catalogue");
        seats.Complete();
        foreach ((PermRight right, Tier earlier) in rights)
        {
            Tier tier = after.Of(right.Index);
            if (after.Kept.Contains(right.Index))
            {
                audit.Write(AuditAction.RightTierKept, "Right", right.Key, targetId: null, json => json.WriteString("DefaultTier", earlier.ToString()), json =>
                {
                    json.WriteString("DefaultTier", right.DefaultTier.ToString());
                    json.WriteString("Tier", tier.ToString());
                });
            }
            else
            {
                session.Send("UPDATE rights SET tier = NULL, is_kept = 0 WHERE right_key = $1", right.Key);
                RightService.WriteChanged(audit, right, earlier, tier, wasKept: false);
            }
        }

        session.ConfigurationChanged();
    }

    /// <summary>What those who open a store are told while rights keep an earlier tier, or null.</summary>
    public static PermWarning? Warning(StoreSession session)
    {
        List<string> kept = [];
        using Statement reader = session.Query("SELECT right_key, tier FROM rights WHERE is_kept = 1 ORDER BY right_key");
        while (reader.Next())
        {
            if (RightCatalogue.Default.Find(reader.Text(0)!) is { } right)
            {
                kept.Add($"'{right.Key}' ({(Tier)reader.Number(1)}, new default {right.DefaultTier})");
            }
        }

        return kept.Count == 0
            ? null
            : new PermWarning(WarningId.TierKept, $"The new default tier would exceed the seat limits, so these rights keep their earlier tier: {string.Join(", ", kept)}.", kept);
    }

    /// <summary>The tiers with the most new defaults that the seats allow. The last candidate changes nothing and always fits.</summary>
    private static RightTiers LargestThatFits(PermissionSnapshot before, SeatLedger seats, PermRight[] rights) => Enumerable
        .Range(0, 1 << rights.Length)
        .OrderByDescending(subset => BitOperations.PopCount((uint)subset))
        .Select(subset => rights.Where((_, place) => (subset & (1 << place)) != 0).Aggregate(before.Tiers, (tiers, right) => tiers.With(right, tier: null)))
        .First(tiers => Fits(seats, [.. before.Moves(tiers)]));

    private static bool Fits(SeatLedger seats, (long ProfileId, Tier Tier)[] moves)
    {
        try
        {
            seats.Fork().Retier(moves, "Catalogue");
            return true;
        }
        catch (SeatLimitException)
        {
            return false;
        }
    }
}
