namespace PermModule;

/// <summary>What became of a row of an import: of a million of them nobody wants to see the users.</summary>
/// <param name="Error">Why the row was refused, or null.</param>
/// <param name="IsNew">True for a user who was not there before.</param>
/// <param name="IsChanged">False for one who was there as the row says.</param>
internal readonly record struct ImportedUser(PermException? Error, bool IsNew, bool IsChanged);
