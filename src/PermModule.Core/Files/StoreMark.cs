using System.Buffers.Binary;

namespace PermModule.Files;

/// <summary>How the file of a store is told from other files, and which files beside it belong to it. No output replaces one of them.</summary>
internal static class StoreMark
{
    /// <summary>Marks the file as ours, in the header of the SQLite file ("PERM").</summary>
    public const int ApplicationId = 0x5045524D;

    /// <summary>What follows the name of a store in the name of its queue of writers.</summary>
    public const string Queue = "-queue";

    private const int MarkAt = 68;

    /// <summary>What follows the name of a store in the names of its journals, which hold changes that are not in the file yet.</summary>
    public static readonly IReadOnlyList<string> Journals = ["-wal", "-shm", "-journal"];

    /// <summary>True for the file of a store, or of a backup of one.</summary>
    public static bool IsStore(string path)
    {
        try
        {
            if (!File.Exists(path) || FileState.IsSpecial(path))
            {
                return false;
            }

            Span<byte> header = stackalloc byte[MarkAt + sizeof(int)];
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
                && header.StartsWith("SQLite format 3\0"u8)
                && BinaryPrimitives.ReadInt32BigEndian(header[MarkAt..]) == ApplicationId;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The store that a file belongs to by its name: as a journal or as the queue of writers; otherwise null.</summary>
    public static string? OwnerOf(string path)
    {
        foreach (string suffix in Journals.Append(Queue))
        {
            if (path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && IsStore(path[..^suffix.Length]))
            {
                return path[..^suffix.Length];
            }
        }

        return null;
    }
}
