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

    /// <summary>The name of the engine.</summary>
    public abstract string Engine { get; }

    /// <summary>Lends the connection to what maps the rows of a query; may do so twice, where the first try finds the connection lost.</summary>
    public abstract T Ask<T>(Func<DbConnection, T> query);

    /// <summary>The schema scripts of the engine, oldest first.</summary>
    public abstract IReadOnlyList<string> Schema { get; }

    /// <summary>How many rows a bulk change should put into its next transaction.</summary>
    public abstract int BatchSize { get; }

    /// <summary>True if the engine still has a transaction open; some errors end it.</summary>
    public abstract bool IsInTransaction { get; }

    /// <summary>True where the location is the path of a file.</summary>
    public abstract bool IsFile { get; }

    /// <summary>The time that events are stamped with.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>The latest moment that nobody takes for the future.</summary>
    public virtual DateTimeOffset LatestNow => Time.GetUtcNow();

    /// <summary>True where a question costs a round trip, so that many are best asked at once.</summary>
    public abstract bool IsRemote { get; }

    /// <summary>True where connections are few and others wait for them, so that nobody should hold one while waiting for another.</summary>
    public virtual bool IsPooled => false;

    /// <summary>What of a row of store_state, here s, differs in a table that took the place of the one that was there; a file is watched itself.</summary>
    public virtual string StateMark => "0";

    /// <summary>The words of a condition that a column is one of a list, which the parameter holds.</summary>
    /// <param name="parameter">The number of the parameter.</param>
    /// <param name="count">How many values the list has.</param>
    public abstract string AnyOf(int parameter, int count);

    /// <summary>How long a question takes to the server and back; null where there is none.</summary>
    public virtual double? RoundTripMilliseconds => null;

    /// <summary>The text as the engine takes it, for what does not go through <see cref="Prepare"/>.</summary>
    public virtual string Text(string sql) => sql;

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

    /// <summary>Has the engine make the changes that wait to be sent, so that it refuses now what it would.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Overwrites the free space of the store and its journal, where deleted values may still be; false if that could not be done.</summary>
    /// <param name="throwIfCancelled">Called between attempts.</param>
    public abstract bool Scrub(Action throwIfCancelled);

    /// <summary>Chooses the size of the next bulk transaction from the one just committed.</summary>
    public abstract void FitBatch();

    /// <summary>Told of the last event that the transaction writes, by which its outcome can be found out.</summary>
    public virtual void NoteEvent(long id, byte[] hash)
    {
    }

    /// <summary>Remembers the present state of the store for <see cref="IsUnchanged"/>.</summary>
    public abstract void NoteState();

    /// <summary>True while no process has committed since <see cref="NoteState"/>, or where asking would cost a round trip, while that is not long ago.</summary>
    public abstract bool IsUnchanged();

    /// <summary>Has the next <see cref="IsUnchanged"/> ask, however young the last answer is.</summary>
    public virtual void ExpireState()
    {
    }

    /// <summary>The version of the stored schema, or 0 for an empty store.</summary>
    public abstract int ReadSchemaVersion();

    /// <summary>Tells the store from another one that takes its place, a backup of it for one; null where that is not known.</summary>
    public abstract string? ReadIdentity();

    /// <summary>Makes a store ready to be changed.</summary>
    public virtual void UseJournal()
    {
    }

    /// <summary>Refuses what is no store.</summary>
    /// <exception cref="PermException"><c>StoreCorrupt</c>, <c>StoreNotFound</c>.</exception>
    public abstract void RefuseIfNoStore();

    /// <summary>Runs the script that leads to a schema version, inside the open transaction.</summary>
    public abstract void ApplySchema(int version);

    /// <summary>What is not as this module lays out a store of a version, which is that of the store.</summary>
    public abstract IReadOnlyList<string> SchemaProblems(int version);

    /// <summary>The columns that hold values of another type than was declared.</summary>
    public abstract IReadOnlyList<string> OtherTypes();

    /// <summary>What the engine finds damaged in its own storage.</summary>
    public abstract IReadOnlyList<string> Damage();

    /// <summary>The references that lead nowhere.</summary>
    public abstract IReadOnlyList<string> BrokenReferences();

    /// <summary>How much room the store takes.</summary>
    public abstract long SizeBytes();

    /// <summary>Opens the same store once more, read-only.</summary>
    public abstract StoreLink OpenReader();

    /// <summary>Gives a session of the server back, which takes only so many; the next use connects again. False where there is none or it is in the middle of something.</summary>
    public virtual bool Rest() => false;

    /// <summary>
    /// Hides the tables of the store, for this connection only, behind others that show a past state of it: those whose rows few are of are empty and to be filled.
    /// Users and their memberships are those of now except for the users in <c>users_changed</c>, who are in <c>users_then</c> with <c>group_members_then</c>;
    /// requests those of now except for the ones in <c>waiting_changed</c>, which are in <c>waiting_items_then</c> with <c>waiting_assets_then</c>; events end with the one that is given,
    /// and the hours of the seat history with those that had ended changing then, and the one in <c>seat_hours_then</c>.
    /// </summary>
    /// <param name="lastEvent">The newest event of then.</param>
    /// <param name="moment">The moment, in stored form.</param>
    public abstract void HideBehindPast(long lastEvent, long moment);

    /// <summary>Takes a token that also ends the wait for a server that is connected to again; what runs then is stopped by <see cref="Interrupt"/>.</summary>
    public virtual void StopWith(CancellationToken token)
    {
    }

    /// <summary>Stops the statement that is running, from any thread.</summary>
    public abstract void Interrupt();

    /// <summary>The refusal that an error of the engine stands for.</summary>
    /// <exception cref="OperationCanceledException">The statement was interrupted, where the engine has a word of its own for that.</exception>
    public abstract PermException Translate(DbException error);

    public abstract void Dispose();
}
