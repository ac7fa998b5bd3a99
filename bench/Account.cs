using Microsoft.AspNetCore.Identity;

namespace PermModule.Bench;

/// <summary>A user as ASP.NET Core Identity keeps one, with the fields of ours that it lacks.</summary>
internal sealed class Account : IdentityUser
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Department { get; init; }

    public string? Location { get; init; }
}
