namespace PermModule.Reporting;

/// <summary>The users of one profile, department or location.</summary>
internal sealed class UserCount(string? name)
{
    /// <summary>The name as it was first met; null counts those without one.</summary>
    public string? Name { get; } = name;

    public long Active { get; set; }

    /// <summary>Active users who signed in once, but not for long.</summary>
    public long NotSeen { get; set; }

    /// <summary>Active users who never signed in, on an account old enough.</summary>
    public long NeverSignedIn { get; set; }

    /// <summary>Active users of both kinds who have no role, so that their seats can be freed.</summary>
    public long Freeable { get; set; }
}
