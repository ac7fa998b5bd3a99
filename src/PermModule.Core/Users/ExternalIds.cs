using System.Text;

namespace PermModule;

/// <summary>
/// Finds users by their id in the portal or directory during a run. Of a million users it keeps a hash and an id each, and only once somebody is looked for who is not found by name;
/// what it finds is compared with the store, so that a hash that two ids share does no harm.
/// </summary>
internal sealed class ExternalIds(StoreSession session)
{
    private const int PageSize = 10_000;

    /// <summary>Stands for several users with one external id.</summary>
    private const long Several = -1;

    private readonly UserStatements _statements = new(session);
    private Dictionary<ulong, long>? _ids;

    /// <summary>True where two texts are the same id; directories write the letters of one in either case.</summary>
    public static bool IsSame(string? left, string? right) => left is not null && right is not null && (left == right || Fold(left) == Fold(right));

    /// <summary>An id without the braces that some tools write around a GUID, which mean as little as the case of its letters.</summary>
    public static ReadOnlySpan<char> Bare(string externalId) => externalId.AsSpan().Trim().Trim("{}");

    /// <summary>An id without braces as the index has it; an engine knows the capitals of ASCII alone.</summary>
    public static string ToIndexed(string externalId) =>
        string.Concat(Bare(externalId).ToString().Where(letter => letter != '-').Select(letter => char.IsAsciiLetterLower(letter) ? (char)(letter - 'a' + 'A') : letter));

    /// <summary>The user with an external id, or null.</summary>
    /// <exception cref="PermConflictException"><c>ExternalIdAmbiguous</c>.</exception>
    public UserRow? Find(string externalId)
    {
        if (!Ids.TryGetValue(Hash(externalId), out long id))
        {
            return null;
        }

        if (id == Several)
        {
            throw UserRules.ExternalIdAmbiguous(externalId);
        }

        UserRow? found = _statements.FindById(id);
        return IsSame(found?.ExternalId, externalId) ? found : null;
    }

    /// <summary>Notes what an id stands for from now on.</summary>
    public void Set(string externalId, long userId)
    {
        if (_ids is not null)
        {
            _ids[Hash(externalId)] = userId;
        }
    }

    /// <summary>FNV-1a over the folded text.</summary>
    public static ulong Hash(string externalId)
    {
        ulong hash = 14695981039346656037;
        if (Ascii.IsValid(externalId))
        {
            foreach (char c in Bare(externalId))
            {
                hash = (hash ^ (char.IsAsciiLetterLower(c) ? (uint)(c - 32) : c)) * 1099511628211;
            }

            return hash;
        }

        foreach (char c in Fold(externalId))
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }

    private static string Fold(string externalId) => NameKey.Fold(Bare(externalId).ToString());

    private Dictionary<ulong, long> Ids => _ids ??= Load();

    private Dictionary<ulong, long> Load()
    {
        Dictionary<ulong, long> ids = [];
        IReadOnlyList<(long Id, string ExternalId)> page;
        long last = 0;
        do
        {
            session.ThrowIfCancelled();
            page = session.Rows<(long, string)>("SELECT id, external_id FROM users WHERE id > @last AND external_id IS NOT NULL ORDER BY id LIMIT @PageSize", new { last, PageSize });
            foreach ((long id, string externalId) in page)
            {
                ulong hash = Hash(externalId);
                ids[hash] = ids.ContainsKey(hash) ? Several : id;
                last = id;
            }
        }
        while (page.Count == PageSize);
        return ids;
    }

}
