namespace PermModule;

/// <summary>A change to rights that let their holders change users, permissions or settings, or who got or lost them.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who made the change.</param>
/// <param name="Text">What was changed, as the rest of a sentence that begins with the actor.</param>
public sealed record ReportPrivilegedChange(DateTimeOffset At, string Actor, string Text);
