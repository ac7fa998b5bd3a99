using System.Numerics;
using System.Runtime.CompilerServices;

namespace PermModule;

/// <summary>A fixed-width set of rights: one bit a right, by its place in the catalogue (0 to 255).</summary>
public readonly struct RightSet : IEquatable<RightSet>
{
    /// <summary>How many rights a set can tell apart.</summary>
    public const int Capacity = WordCount * 64;

    private const int WordCount = 4;

    private readonly Words _words;

    private RightSet(Words words) => _words = words;

    /// <summary>The set without a right.</summary>
    public static RightSet Empty => default;

    /// <summary>How many rights are in the set.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>True when no right is in the set.</summary>
    public bool IsEmpty => Equals(Empty);

    /// <summary>All rights of both sets.</summary>
    public static RightSet operator |(RightSet left, RightSet right)
    {
        Words words = default;
        for (int i = 0; i < WordCount; i++)
        {
            words[i] = left._words[i] | right._words[i];
        }

        return new RightSet(words);
    }

    /// <summary>The rights that are in both sets.</summary>
    public static RightSet operator &(RightSet left, RightSet right)
    {
        Words words = default;
        for (int i = 0; i < WordCount; i++)
        {
            words[i] = left._words[i] & right._words[i];
        }

        return new RightSet(words);
    }

    /// <summary>The rights of <paramref name="left"/> that are not in <paramref name="right"/>.</summary>
    public static RightSet operator -(RightSet left, RightSet right)
    {
        Words words = default;
        for (int i = 0; i < WordCount; i++)
        {
            words[i] = left._words[i] & ~right._words[i];
        }

        return new RightSet(words);
    }

    /// <summary>True when both sets hold the same rights.</summary>
    public static bool operator ==(RightSet left, RightSet right) => left.Equals(right);

    /// <summary>True when the sets differ in a right.</summary>
    public static bool operator !=(RightSet left, RightSet right) => !left.Equals(right);

    /// <inheritdoc cref="op_BitwiseOr"/>
    public static RightSet BitwiseOr(RightSet left, RightSet right) => left | right;

    /// <inheritdoc cref="op_BitwiseAnd"/>
    public static RightSet BitwiseAnd(RightSet left, RightSet right) => left & right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static RightSet Subtract(RightSet left, RightSet right) => left - right;

    /// <summary>A set of one right.</summary>
    /// <param name="index">The right's place in the catalogue, 0 to 255.</param>
    public static RightSet Of(int index) => Empty.With(index);

    /// <summary>True when the right is in the set.</summary>
    /// <param name="index">The right's place in the catalogue, 0 to 255.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int index) => (_words[index >> 6] & (1UL << (index & 63))) != 0;

    /// <summary>True when every right of <paramref name="other"/> is in this set.</summary>
    public bool ContainsAll(RightSet other) => (other - this).IsEmpty;

    /// <summary>True when the sets share a right.</summary>
    public bool Overlaps(RightSet other) => !(this & other).IsEmpty;

    /// <summary>This set with one right more.</summary>
    /// <param name="index">The right's place in the catalogue, 0 to 255.</param>
    public RightSet With(int index)
    {
        Words words = _words;
        words[index >> 6] |= 1UL << (index & 63);
        return new RightSet(words);
    }

    /// <summary>The places of the rights in the catalogue, in its order.</summary>
    public IEnumerable<int> Indexes()
    {
        for (int i = 0; i < WordCount; i++)
        {
            for (ulong rest = _words[i]; rest != 0; rest &= rest - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(RightSet other)
    {
        for (int i = 0; i < WordCount; i++)
        {
            if (_words[i] != other._words[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RightSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_words[0], _words[1], _words[2], _words[3]);

    [InlineArray(WordCount)]
    private struct Words
    {
        private ulong _first;
    }
}
