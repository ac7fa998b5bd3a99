namespace PermModule.Transfer;

/// <summary>Profiles, changed tiers and contract as text for version control: what was read from a document, checked and resolved.</summary>
/// <param name="Profiles">The profiles, in the order of the document.</param>
/// <param name="Tiers">All tiers that differ from the catalogue's, or null where the document says nothing about tiers.</param>
/// <param name="Contract">Makes the contract of the document from the one that is there; null where the document says nothing about it.</param>
internal sealed record ProfileDocument(
    IReadOnlyList<DocumentProfile> Profiles,
    IReadOnlyDictionary<int, Tier>? Tiers,
    Func<SeatContract, SeatContract>? Contract)
{
    /// <summary>The version of the document that is written, and the only one that is read.</summary>
    public const int Version = 1;
}
