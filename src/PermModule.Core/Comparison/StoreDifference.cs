using System.Collections.ObjectModel;
using PermModule.Comparison;

namespace PermModule;

/// <summary>One difference between two stores.</summary>
public sealed record StoreDifference
{
    /// <summary>What differs.</summary>
    public required StoreDifferenceKind Kind { get; init; }

    /// <summary>The name of what differs: of the user, profile, group or right; of a membership or role that of the user.</summary>
    public required string Name { get; init; }

    /// <summary>The property that differs; of a membership the group, of a role the role, of a request an asset; null where the whole is missing on one side, or equal.</summary>
    public string? Property { get; init; }

    /// <summary>The value in the reference store; null for none.</summary>
    public object? Reference { get; init; }

    /// <summary>The value in the difference store; null for none.</summary>
    public object? Difference { get; init; }

    /// <summary><c>&lt;=</c> for what only the reference store has, <c>=&gt;</c> for what only the difference store has, <c>&lt;&gt;</c> for what differs, <c>==</c> for what is equal.</summary>
    public required string SideIndicator { get; init; }

    /// <summary>The command that makes it in the difference store what it is in the reference store; null if there is none or none is needed.</summary>
    public string? Command { get; init; }

    /// <summary>What is needed to make it, by property: of what only the reference store has everything that is compared, of a request that both have its number in the difference store; EmailHolder or ExternalIdHolder for who gives it up first; InterimOwner for who owns Content Workflow until the next owner is there; SeatExchange where two change seats; IsErased where it would take a user whose personal data was erased since; otherwise empty.</summary>
    public IReadOnlyDictionary<string, object?> Details { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>What it does to the seats once it is worked off, or null.</summary>
    internal SeatStep? Seat { get; init; }

    /// <summary>The kind, the name and the side.</summary>
    public override string ToString() => $"{Kind} {Name}{(Property is null ? "" : " " + Property)} {SideIndicator}";
}
