namespace PermModule;

/// <summary>How far long work is.</summary>
/// <param name="Doing">What is in hand, e.g. <c>audit trail</c>.</param>
/// <param name="Share">How much of all is done, 0 to 1.</param>
public sealed record WorkProgress(string Doing, double Share)
{
    /// <summary>Tells of one part of the work, which goes from one share of all to another.</summary>
    internal static Action<double> Part(Action<WorkProgress>? progress, string doing, double from, double to) =>
        share => progress?.Invoke(new WorkProgress(doing, from + ((to - from) * Math.Clamp(share, 0, 1))));

    /// <summary>Tells of work that is itself a part of larger work.</summary>
    internal static Action<WorkProgress> Within(Action<WorkProgress>? progress, double from, double to) =>
        inner => Part(progress, inner.Doing, from, to)(inner.Share);
}
