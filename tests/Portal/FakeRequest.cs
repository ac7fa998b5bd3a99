namespace PermModule.Fakes;

/// <summary>A request that arrived.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="At">When, by the portal's clock.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Body">The body as it was sent.</param>
public sealed record FakeRequest(int Number, DateTimeOffset At, string Method, string Path, string Body)
{
    /// <summary>The status that was answered, or 0 where the connection was cut.</summary>
    public int Status { get; set; }
}
