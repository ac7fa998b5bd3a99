namespace PermModule;

/// <summary>One finding in a report.</summary>
/// <param name="TargetType">What kind of thing it is about, e.g. User.</param>
/// <param name="Target">The name of the thing.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Recommendation">What fixes it, or starts to.</param>
public sealed record ReportFinding(string TargetType, string Target, string Message, string Recommendation);
