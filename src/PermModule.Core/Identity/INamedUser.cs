namespace PermModule;

/// <summary>An object that stands for one user: the user, or a membership, role or recommendation of the user.</summary>
public interface INamedUser
{
    /// <summary>The user name; null where the object is about something else.</summary>
    string? UserName { get; }
}
