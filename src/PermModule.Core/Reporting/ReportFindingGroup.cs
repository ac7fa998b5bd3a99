namespace PermModule;

/// <summary>Findings of a rule with the same cause, told in one sentence.</summary>
/// <param name="Sentence">What was found, with how many there are.</param>
/// <param name="Count">How many findings there are.</param>
/// <param name="Targets">The names of the first of them; empty where the sentence says it all.</param>
public sealed record ReportFindingGroup(string Sentence, long Count, IReadOnlyList<string> Targets);
