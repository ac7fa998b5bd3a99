namespace PermModule;

/// <summary>What a session knows of users of a past moment who are there by their pseudonyms only, because their personal data was erased since.</summary>
internal sealed class ErasedUsers
{
    private ErasedUsers()
    {
    }

    /// <summary>How many they are; 0 in the present.</summary>
    public int Count { get; set; }

    public static ErasedUsers Of(StoreSession session) => session.Part(static _ => new ErasedUsers());
}
