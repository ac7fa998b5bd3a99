namespace PermModule.Fakes;

/// <summary>A group of the fake portal.</summary>
public sealed class FakeGroup
{
    public required string Id { get; init; }

    public required string Name { get; set; }
}
