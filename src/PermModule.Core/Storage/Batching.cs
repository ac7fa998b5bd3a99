namespace PermModule.Storage;

/// <summary>How many rows are read or written at a time.</summary>
internal static class Batching
{
    /// <summary>The rows of a page that a streamed read holds in memory.</summary>
    public const int Page = 1_000;

    /// <summary>The first transaction of a bulk change, and the largest while others wait.</summary>
    public const int First = 2_000;

    /// <summary>The largest transaction while nobody else writes. It writes each page of an index once, and the indexes of a large store have many.</summary>
    public const int Largest = 50_000;

    /// <summary>The largest transaction of a store whose writers cannot see who waits.</summary>
    public const int LargestShared = 10_000;

    /// <summary>The smallest transaction, however slowly rows are written while others wait.</summary>
    public const int Smallest = 100;
}
