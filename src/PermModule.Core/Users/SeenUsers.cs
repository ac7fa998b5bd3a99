namespace PermModule;

/// <summary>Which users a run has met, a bit a number: a million of them in an eighth of a megabyte.</summary>
internal sealed class SeenUsers
{
    private ulong[] _bits = new ulong[1024];

    /// <summary>Marks a user; false where it was marked before.</summary>
    public bool Add(long id)
    {
        int word = checked((int)(id >> 6));
        if (word >= _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max(word + 1, _bits.Length * 2));
        }

        ulong bit = 1UL << (int)(id & 63);
        bool isNew = (_bits[word] & bit) == 0;
        _bits[word] |= bit;
        return isNew;
    }

    public bool Contains(long id)
    {
        long word = id >> 6;
        return word < _bits.Length && (_bits[word] & (1UL << (int)(id & 63))) != 0;
    }
}
