namespace PermModule.Fakes;

/// <summary>A permission profile of the fake portal.</summary>
public sealed class FakeProfile
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public List<string> Roles { get; init; } = [];
}
