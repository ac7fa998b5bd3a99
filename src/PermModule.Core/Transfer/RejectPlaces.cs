namespace PermModule.Transfer;

/// <summary>Where the rejected rows of an import go. All of it is checked before a row is applied or a file is replaced, so that no file that is imported is lost.</summary>
internal static class RejectPlaces
{
    /// <summary>Refuses places that cannot be written, and removes what the rejected rows of these files replace.</summary>
    /// <param name="sources">The files that are imported now.</param>
    /// <param name="options">How they are imported.</param>
    /// <exception cref="PermException"><c>FileAlreadyExists</c>: also a file that is imported; <c>NotAFile</c>, <c>InvalidPath</c>, <c>FileUnavailable</c>.</exception>
    public static void Prepare(IReadOnlyList<ImportSource> sources, UserImportOptions options)
    {
        if (options.RejectPath is not { } path)
        {
            return;
        }

        FileSet inputs = new([.. sources.Select(source => source.Stream).OfType<FileStream>().Select(file => file.Name), .. options.Inputs ?? []]);

        // The first of several imports speaks for all of them: the others come when its rows are applied.
        int count = options.FileNumber == 1 ? Math.Max(sources.Count, options.Inputs?.Count ?? 0) : sources.Count;
        for (int i = 0; i < count; i++)
        {
            Check(RejectFile.Numbered(path, options.FileNumber + i), inputs, options.Overwrite);
        }

        for (int i = 0; i < sources.Count && !options.IsPreview; i++)
        {
            OutputFile.Remove(RejectFile.Numbered(path, options.FileNumber + i));
        }
    }

    private static void Check(string path, FileSet inputs, bool overwrite)
    {
        if (inputs.Contains(path))
        {
            throw new PermInvalidInputException(ErrorId.FileAlreadyExists, $"The rejected rows cannot be written to '{path}', which is a file of this import.", path) { Detail = ErrorDetail.RejectsOverInput };
        }

        OutputFile.Check(path, overwrite);
    }
}
