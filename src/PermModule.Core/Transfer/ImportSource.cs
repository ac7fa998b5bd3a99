namespace PermModule.Transfer;

/// <summary>A file of people.</summary>
/// <param name="Stream">The text; it can be read from its start more than once.</param>
/// <param name="Name">How messages call it.</param>
internal sealed record ImportSource(Stream Stream, string Name);
