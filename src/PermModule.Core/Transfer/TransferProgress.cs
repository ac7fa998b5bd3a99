namespace PermModule;

/// <summary>How far an import or export is.</summary>
/// <param name="Done">What is done, in the unit of <paramref name="Total"/>.</param>
/// <param name="Total">All there is: the bytes of the file for an import, the users of the store for an export.</param>
/// <param name="Rows">How many people were read or written so far.</param>
public sealed record TransferProgress(long Done, long Total, long Rows);
