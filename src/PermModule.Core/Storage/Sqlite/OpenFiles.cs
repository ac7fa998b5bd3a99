namespace PermModule.Storage.Sqlite;

/// <summary>
/// The files that a connection has open. Once another takes the name of one of them, what the connection writes is on disk and yet lost to everybody else,
/// and SQLite does not notice.
/// </summary>
internal sealed class OpenFiles
{
    private readonly string _store;
    private readonly List<OpenFile> _files = [];

    /// <param name="store">The store; call before it is opened.</param>
    public OpenFiles(string store)
    {
        _store = store;
        Note(store);
    }

    /// <summary>Notes the journals, which stay as they are from when they are open until nobody has the store open.</summary>
    public void NoteJournals()
    {
        foreach (string journal in StoreMark.Journals)
        {
            Note(_store + journal);
        }
    }

    /// <summary>Refuses if the store or a journal is no longer the file that was opened, and returns how many names the store has.</summary>
    /// <exception cref="PermConflictException"><c>StoreReplaced</c>.</exception>
    public uint RefuseIfOthers()
    {
        // The store was noted first.
        uint names = 0;
        foreach (OpenFile file in _files)
        {
            if (FileState.Of(file.Path, followsLinks: true) is not { } now || !now.IsSame(file.Opened))
            {
                throw new PermConflictException(ErrorId.StoreReplaced, $"'{file.Path}' was removed or replaced while the store '{_store}' was open. Nothing was changed.", _store);
            }

            names = names == 0 ? now.Names : names;
        }

        return names;
    }

    /// <summary>Refuses as above, and if the store has a second name: each name has a journal of its own, and two of them destroy the store.</summary>
    /// <exception cref="PermConflictException"><c>StoreReplaced</c>.</exception>
    public void RefuseIfMoved()
    {
        uint names = RefuseIfOthers();
        if (names <= 1)
        {
            return;
        }

        StoreFile.DropKeptNames(_store);
        if (FileState.Of(_store, followsLinks: true) is not { Names: 1 })
        {
            throw new PermConflictException(ErrorId.StoreReplaced, $"The store '{_store}' has {names} names (hard links), and each would have a journal of its own. Nothing was changed.", _store) { Detail = ErrorDetail.SecondName };
        }
    }

    private void Note(string path)
    {
        if (FileState.Of(path, followsLinks: true) is { } state)
        {
            _files.Add(new OpenFile(path, state));
        }
    }

    private sealed record OpenFile(string Path, FileState Opened);
}
