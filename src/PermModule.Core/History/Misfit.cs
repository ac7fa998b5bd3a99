namespace PermModule;

/// <summary>An event whose undo does not fit into what comes out at the end, and the rule that says so.</summary>
internal sealed record Misfit(long Event, string Reason);
