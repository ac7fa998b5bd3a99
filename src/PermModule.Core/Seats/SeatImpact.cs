using System.Globalization;

namespace PermModule;

/// <summary>What a change would do to the seats.</summary>
public sealed record SeatImpact
{
    /// <summary>What the change is about: a profile, a user or a right; for several users, how many they are.</summary>
    public required string Target { get; init; }

    /// <summary>The tier of the profile or user before, or of the right; for several users, the highest among them.</summary>
    public required Tier TierBefore { get; init; }

    /// <summary>The same after the change.</summary>
    public required Tier TierAfter { get; init; }

    /// <summary>How many active users would move to a seat of another tier.</summary>
    public required long UsersMoved { get; init; }

    /// <summary>Heavy seats in use before.</summary>
    public required long HeavyBefore { get; init; }

    /// <summary>Heavy seats in use after.</summary>
    public required long HeavyAfter { get; init; }

    /// <summary>Regular seats in use before.</summary>
    public required long RegularBefore { get; init; }

    /// <summary>Regular seats in use after.</summary>
    public required long RegularAfter { get; init; }

    /// <summary>Light seats in use before.</summary>
    public required long LightBefore { get; init; }

    /// <summary>Light seats in use after.</summary>
    public required long LightAfter { get; init; }

    /// <summary>True when the change would not be refused: the contract has the seats, or only warns.</summary>
    public required bool Fits { get; init; }

    /// <summary>How many seats the change would use beyond the limits of the contract; 0 if the contract has the seats.</summary>
    public required long SeatsMissing { get; init; }

    /// <summary>The tiers whose use changes, each with before and after; <c>seats unchanged</c> where there is none.</summary>
    public override string ToString()
    {
        List<string> changes = [];
        Add("Heavy", HeavyBefore, HeavyAfter);
        Add("Regular", RegularBefore, RegularAfter);
        Add("Light", LightBefore, LightAfter);
        return changes.Count == 0 ? "seats unchanged" : "seats " + string.Join(", ", changes);

        void Add(string tier, long before, long after)
        {
            if (before != after)
            {
                changes.Add(string.Create(CultureInfo.InvariantCulture, $"{tier} {before} -> {after}"));
            }
        }
    }
}
