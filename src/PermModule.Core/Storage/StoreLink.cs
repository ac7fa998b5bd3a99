using System.Data.Common;

namespace PermModule.Storage;

/// <summary>
/// One connection of an engine to a store: all that a session needs from it. An engine derives from this class in a folder of its own,
/// the only place that names its driver.
/// </summary>
internal abstract class StoreLink : IDisposable
{
    /// <summary>Where the store is, as messages name it.</summary>
    public abstract string Location { get; }

    /// <summary>The connection, for queries that are mapped to rows.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The schema scripts of the engine, oldest first.</summary>
    public abstract IReadOnlyList<string> Schema { get; }

    /// <summary>How many rows a bulk change should put into its next transaction.</summary>
    public abstract int BatchSize { get; }

    /// <summary>True if the engine still has a transaction open; some errors end it.</summary>
    public abstract bool IsInTransaction { get; }

    /// <summary>Prepares a statement.</summary>
    public abstract Statement Prepare(string sql);

    /// <summary>Limits the rows of the next transaction while another writer waits.</summary>
    public abstract int BatchFor(int wanted);

    /// <summary>Begins a transaction that reads one state of the store.</summary>
    public abstract void BeginRead();

    /// <summary>Waits for this connection's turn to write, then begins a transaction.</summary>
    /// <param name="throwIfCancelled">Called between attempts.</param>
    public abstract void BeginWrite(Action throwIfCancelled);

    /// <summary>Commits the open transaction.</summary>
    public abstract void Commit();

    /// <summary>Rolls the open transaction back; does nothing if there is none.</summary>
    public abstract void Rollback();

    /// <summary>Opens a step of the transaction that can be undone alone.</summary>
    /// <param name="depth">How deep the step is; 1 for the first.</param>
    public abstract void OpenStep(int depth);

    /// <summary>Keeps what a step changed.</summary>
    public abstract void ReleaseStep(int depth);

    /// <summary>Undoes what a step changed.</summary>
    public abstract void UndoStep(int depth);

    /// <summary>Overwrites the free space of the store and its journal, where deleted values may still be; false if that could not be done.</summary>
    /// <param name="throwIfCancelled">Called between attempts.</param>
    public abstract bool Scrub(Action throwIfCancelled);

    /// <summary>Chooses the size of the next bulk transaction from the one just committed.</summary>
    public abstract void FitBatch();

    /// <summary>Remembers the present state of the store for <see cref="IsUnchanged"/>.</summary>
    public abstract void NoteState();

    /// <summary>True while no process has committed since <see cref="NoteState"/>.</summary>
    public abstract bool IsUnchanged();

    /// <summary>The version of the stored schema, or 0 for an empty store.</summary>
    public abstract int ReadSchemaVersion();

    /// <summary>Opens the same store once more, read-only.</summary>
    public abstract StoreLink OpenReader();

    /// <summary>
    /// Hides the tables of the store, for this connection only, behind others that show a past state of it: those whose rows few are of are empty and to be filled.
    /// Users and their memberships are those of now except for the users in <c>users_changed</c>, who are in <c>users_then</c> with <c>group_members_then</c>;
    /// events end with the one that is given, and requests are those submitted until then, pending where they were decided later.
    /// </summary>
    /// <param name="lastEvent">The newest event of then.</param>
    /// <param name="moment">The moment, in stored form.</param>
    public abstract void HideBehindPast(long lastEvent, long moment);

    /// <summary>Stops the statement that is running, from any thread.</summary>
    public abstract void Interrupt();

    /// <summary>The refusal that an error of the engine stands for.</summary>
    /// <exception cref="OperationCanceledException">The statement was interrupted.</exception>
    public abstract PermException Translate(DbException error);

    public abstract void Dispose();
}
