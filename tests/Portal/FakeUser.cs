namespace PermModule.Fakes;

/// <summary>A user of the fake portal, with all that the published interface shows.</summary>
public sealed class FakeUser
{
    public required string Id { get; init; }

    public required string UserName { get; set; }

    public required string Email { get; set; }

    public string FirstName { get; set; } = "";

    public string LastName { get; set; } = "";

    public string? ProfileId { get; set; }

    public bool IsActive { get; set; } = true;

    public bool IsSsoOnly { get; set; }

    public string Department { get; set; } = "";

    public string Job { get; set; } = "";

    public string Country { get; set; } = "";

    public string? LastLogin { get; set; }

    public DateTimeOffset? DeactivatedAt { get; set; }

    public List<string> GroupIds { get; } = [];

    /// <summary>How often the user was created or modified through the interface.</summary>
    public int Writes { get; set; }
}
