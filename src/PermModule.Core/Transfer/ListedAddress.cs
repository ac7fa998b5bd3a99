namespace PermModule.Transfer;

/// <summary>An entry of a list of e-mail addresses.</summary>
internal readonly record struct ListedAddress(string Email, string? FirstName, string? LastName);
