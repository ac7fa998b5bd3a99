namespace PermModule;

/// <summary>
/// The front door: opens or creates a store, in a file or on a server, and hands out the services over it.
/// A store is used by one thread at a time; every thread or runspace opens its own over the same place.
/// </summary>
public sealed class PermStore : IDisposable
{
    private readonly PermStoreOptions _options;
    private readonly string _place;

    private PermStore(StoreSession session, string place, PermStoreOptions options)
    {
        Session = session;
        _place = place;
        _options = options;
        Users = new UserService(session, [GroupMembers.Departure, RoleMembers.Departure, WaitingRoomCloser.Departure], [RoleMembers.HandOver, WaitingRoomHandover.HandOver, ContentWorkflowService.HandOver]);
        Profiles = new ProfileService(session);
        Rights = new RightService(session);
        Seats = new SeatService(session, [RoleMembers.NeedRights, WaitingRoomRights.NeedRights]);
        Groups = new GroupService(session);
        WaitingRoom = new WaitingRoomService(session);
        Roles = new RoleService(session);
        ContentWorkflow = new ContentWorkflowService(session);
        Studio = new StudioService(session);
        Audit = new AuditService(session);
        Trail = new TrailService(session);
        EffectiveRights = new EffectiveRightService(session);
        Transfer = new TransferService(session);
        Reports = new ReportService(session);
        Suggestions = new SuggestionService(session);
        Erasure = new ErasureService(session);
        Portal = new PortalService(session);
        Comparison = new ComparisonService(session);
        History = new HistoryService(session);
    }

    /// <summary>Where a store is looked for unless a path is given: under the local application data folder of the account.</summary>
    public static string DefaultPath { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "PermModule",
        "perm.db");

    /// <summary>The full path of the file; server, database and schema of a store on a server.</summary>
    public string Path => Session.Path;

    /// <summary>Who the audit trail names as the author of changes.</summary>
    public string Actor => Authorship.Of(Session).Actor;

    /// <summary>True while a transaction is open on this connection.</summary>
    public bool InTransaction => Session.InTransaction;

    /// <summary>True when every change is refused.</summary>
    public bool IsReadOnly => _options.IsReadOnly;

    /// <summary>The version of the store's schema.</summary>
    public int SchemaVersion => Session.Read(Session.Link.ReadSchemaVersion);

    /// <summary>The size of the store in bytes: of the file and its journal, or of the tables and indexes on the server.</summary>
    public long SizeBytes => Session.Read(Session.Link.SizeBytes);

    /// <summary>The engine that keeps the store: SQLite or PostgreSQL.</summary>
    public string Engine => Session.Link.Engine;

    /// <summary>How long a question takes to the server and back now, in milliseconds; null for a file.</summary>
    public double? RoundTripMilliseconds => Session.Read(() => Session.Link.RoundTripMilliseconds);

    /// <summary>How much the store holds now; on a server at most as old as other answers from memory.</summary>
    public PermStoreSummary Summary => Session.Read(() => PermStoreSummary.Of(Session));

    /// <summary>Finding, making, changing and removing users.</summary>
    public UserService Users { get; }

    /// <summary>Profiles and the rights they hold.</summary>
    public ProfileService Profiles { get; }

    /// <summary>The catalogue with this store's tiers, and who holds what.</summary>
    public RightService Rights { get; }

    /// <summary>Seats, the contract, and what a change would cost.</summary>
    public SeatService Seats { get; }

    /// <summary>Groups and their members.</summary>
    public GroupService Groups { get; }

    /// <summary>Requests that wait for an auditor.</summary>
    public WaitingRoomService WaitingRoom { get; }

    /// <summary>Portal owners, champions and end users.</summary>
    public RoleService Roles { get; }

    /// <summary>The one account owner of Content Workflow.</summary>
    public ContentWorkflowService ContentWorkflow { get; }

    /// <summary>What users may do in Studio.</summary>
    public StudioService Studio { get; }

    /// <summary>What happened, and whether the record of it is intact.</summary>
    public TrailService Trail { get; }

    /// <summary>What is wrong.</summary>
    public AuditService Audit { get; }

    /// <summary>Who may do what, and why.</summary>
    public EffectiveRightService EffectiveRights { get; }

    /// <summary>Reading and writing people and profiles as files.</summary>
    public TransferService Transfer { get; }

    /// <summary>The report as HTML, Markdown and JSON.</summary>
    public ReportService Reports { get; }

    /// <summary>Names that a person who types may mean.</summary>
    public SuggestionService Suggestions { get; }

    /// <summary>Erasing the personal data of removed users.</summary>
    public ErasureService Erasure { get; }

    /// <summary>Where the store is: the full path of its file, or server, database and schema.</summary>
    public string Location => Session.Origin.Location;

    /// <summary>The text by which the store can be opened again: the full path of its file, or the connection string of its server, which holds no password.</summary>
    public string Place => _place;

    /// <summary>The portal itself: what differs from it, and making one follow the other.</summary>
    public PortalService Portal { get; }

    /// <summary>Who holds a right since when, what a command did, and undoing it.</summary>
    public HistoryService History { get; }

    /// <summary>What differs from another store.</summary>
    public ComparisonService Comparison { get; }

    internal StoreSession Session { get; }

    /// <summary>True for the connection string of a server, which is no path.</summary>
    public static bool IsConnectionString(string text) => StoreAddress.IsServer(text);

    /// <summary>The text, where it is the connection string of a server.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidConnectionString</c>: it is something else, a path for one.</exception>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>.</exception>
    public static string RequireConnectionString(string text) => IsConnectionString(text)
        ? PostgresAddressText.Checked(text)
        : throw new PermInvalidInputException(ErrorId.InvalidConnectionString, "The connection string is neither 'postgresql://…' nor 'Host=…;…'.", target: null);

    /// <summary>The text, where it is no connection string: what is to be read or written is a file.</summary>
    /// <exception cref="PermConflictException"><c>StoreOnServer</c>.</exception>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public static string RequirePath(string text) => StoreRestore.RequirePath(text);

    /// <summary>The store that an object was read from; null where it does not belong to a store, or was made by hand.</summary>
    public static StoreOrigin? OriginOf(object? item) => ItemSource.StoreOf(item);

    /// <summary>Names the user that an object stands for.</summary>
    /// <exception cref="PermInvalidInputException"><c>InputObjectNotBound</c>: it is about something other than a user.</exception>
    public static UserReference ReferenceTo(INamedUser item) => ItemSource.UserOf(item);

    /// <summary>True for the path or connection string by which this store was opened, however it is spelled: through a link, or with the same account in another form.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public bool IsAt(string place) => place == _place || place == Location || StoreOpening.IsSame(place, _place);

    /// <summary>True when an object was read from this store, over whichever connection.</summary>
    public bool IsOrigin(StoreOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return ReferenceEquals(origin, Session.Origin) || origin.Location == Location;
    }

    /// <summary>Creates a store, readable by its owner only, and opens it.</summary>
    /// <param name="path">Where: the path of a file, whose folder is made where it is missing, or the connection string of a server, on which a schema is made.</param>
    /// <param name="options">How it is opened, or null.</param>
    /// <param name="overwrite">Replaces a store that is there and that nobody has open; it is kept beside the new one.</param>
    /// <param name="from">The file of a store, a backup for one, whose content and trail the new store begins with; or null for an empty one.</param>
    /// <param name="token">Stops the copying, which leaves nothing.</param>
    /// <exception cref="PermAlreadyExistsException"><c>StoreAlreadyExists</c>; <c>FileAlreadyExists</c>: the journal of another store is there.</exception>
    /// <exception cref="PermException"><c>StoreInUse</c>; <c>StoreCorrupt</c>: what is there is no store; <c>NotAFile</c>, <c>InvalidPath</c>, <c>FileUnavailable</c>; those of a server.</exception>
    public static PermStore Create(string path, PermStoreOptions? options = null, bool overwrite = false, string? from = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        PermStoreOptions opened = options ?? new PermStoreOptions();
        return Open(StoreCreation.Create(path, opened, overwrite, from, token), opened, CancellationToken.None);
    }

    /// <summary>Says before it is done why a store cannot be created at a path, or that a connection string cannot be read.</summary>
    /// <param name="path">The path or connection string.</param>
    /// <param name="overwrite">Replaces a store that is there and that nobody has open.</param>
    /// <exception cref="PermException">As <see cref="Create"/>.</exception>
    public static void CheckCreate(string path, bool overwrite = false) => StoreCreation.CheckPlace(path, overwrite);

    /// <summary>Refuses to put another store in the place of this one where it was not opened by the owner of the file in their own name.</summary>
    /// <exception cref="PermNotPermittedException"><c>StoreReadOnly</c>, <c>NotPermitted</c>: it was opened read-only or in the name of a user.</exception>
    public void DemandReplacing()
    {
        StoreRestore.RefuseIfOnServer(Session);
        StoreRestore.DemandReplacing(Path, _options);
    }

    /// <summary>Opens a store, by the path of its file or the connection string of its server; a file made by an older version is migrated after a backup beside it. The token ends that, and the wait for a server.</summary>
    /// <exception cref="PermNotFoundException"><c>StoreNotFound</c>.</exception>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>, <c>StoreTooNew</c>.</exception>
    /// <exception cref="PermException"><c>UserNotFound</c>, <c>NotPermitted</c>: the acting user is unknown or inactive.</exception>
    public static PermStore Open(string path, PermStoreOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        PermStoreOptions opened = options ?? new PermStoreOptions();
        StoreSession session = StoreOpening.Open(path, opened, token);
        return new PermStore(session, session.Link.IsFile ? session.Path : path, opened);
    }

    /// <summary>Opens the same store once more, for another thread.</summary>
    public PermStore OpenAgain(CancellationToken token = default)
    {
        PermStore store = Open(_place, _options with { Actor = Actor, ActingUserId = Authorship.Of(Session).UserId }, token);

        // Whoever opened this one was told already.
        store.TakeWarnings();
        return store;
    }

    /// <summary>
    /// Opens the store once more as of a past moment: every service reads the state of then, with the names, tiers and contract of then, and refuses to write.
    /// The state is worked out from the audit trail; memory grows with the users who changed since. What others commit while it is open does not show.
    /// </summary>
    /// <param name="moment">The moment; events of that time count.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermException"><c>AsOfTooEarly</c>: before the store began; <c>AsOfInFuture</c>; <c>AsOfErased</c>: events that are needed are gone; <c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public PermStore AsOf(DateTimeOffset moment, Action<WorkProgress>? progress = null) => new(PastSession.Open(Session, moment, progress), _place, _options with { IsReadOnly = true, Actor = Actor });

    /// <summary>How many rows a bulk change best puts into one call: 2,000 at first, up to 50,000 while nobody else writes, and down to 100 while somebody waits.</summary>
    public int BatchSize => Session.BatchSize;

    /// <summary>Writes one consistent state of the store to a file that only its owner can read, while others read and write.</summary>
    /// <param name="path">Where; the file takes its name when the copy has passed its check.</param>
    /// <param name="overwrite">Replaces a file that is there.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermAlreadyExistsException"><c>FileAlreadyExists</c>.</exception>
    /// <exception cref="PermConflictException"><c>TransactionAlreadyOpen</c>: what is not committed yet belongs in no backup.</exception>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not manage the portal's settings.</exception>
    /// <exception cref="PermException">The path is a link or a store in use, the disk refuses, or the store is damaged.</exception>
    public FileInfo Backup(string path, bool overwrite = false, Action<WorkProgress>? progress = null)
    {
        string full = StoreBackup.CheckAsked(Session, path, overwrite);
        StoreBackup.Copy(Session, full, overwrite, progress);
        return new FileInfo(full);
    }

    /// <summary>Refuses what <see cref="Backup"/> would refuse before it reads the store, and writes nothing.</summary>
    /// <exception cref="PermException">Those of <see cref="Backup"/>.</exception>
    public void CheckBackup(string path, bool overwrite = false) =>
        StoreBackup.CheckAsked(Session, path, overwrite);

    /// <summary>Copies and checks a backup that is to take this store's place.</summary>
    /// <exception cref="PermException">As <see cref="StoreRestore.Prepare"/>.</exception>
    public StoreRestore PrepareRestore(string backup, Action<WorkProgress>? progress = null)
    {
        StoreRestore.RefuseIfOnServer(Session);
        return StoreRestore.Prepare(backup, Path, _options with { Actor = Actor }, progress);
    }

    /// <summary>Puts a backup that was copied and checked in the place of its store, and opens it.</summary>
    /// <exception cref="PermException">The store is being written, or the disk refuses; the store is then as it was.</exception>
    public static PermStore Restore(StoreRestore restore)
    {
        ArgumentNullException.ThrowIfNull(restore);
        restore.Apply();
        return Open(restore.Path, restore.Options);
    }

    /// <summary>Opens a transaction around the changes to come: all of them are applied when it is committed, none when it is disposed before. Inside another it is a step of that one.</summary>
    /// <param name="isTrial">True for one that is always undone, in which <see cref="Preview{T}(Func{T})"/> leaves its changes for those that follow.</param>
    /// <exception cref="PermException">The store is read-only, or busy for longer than the wait.</exception>
    public PermTransaction BeginTransaction(bool isTrial = false) => new(Session, isTrial);

    /// <summary>Runs changes and undoes them all: for saying what would happen. Takes the write lock while it runs.</summary>
    /// <typeparam name="T">What the changes result in.</typeparam>
    public T Preview<T>(Func<T> changes) => Session.Preview(changes);

    /// <summary>Runs changes and undoes them all, and says whether there was anything to change.</summary>
    /// <typeparam name="T">What the changes result in.</typeparam>
    /// <param name="changes">The changes.</param>
    /// <param name="isChanged">False where the store was as asked already.</param>
    public T Preview<T>(Func<T> changes, out bool isChanged)
    {
        ArgumentNullException.ThrowIfNull(changes);
        bool differs = false;
        T result = Session.Preview(() =>
        {
            // Every change has its event.
            long before = Session.Head().LastId;
            T made = changes();
            differs = Session.Head().LastId != before;
            return made;
        });
        isChanged = differs;
        return result;
    }

    /// <summary>The warnings of the operations since the last call.</summary>
    public IReadOnlyList<PermWarning> TakeWarnings()
    {
        if (Session.Warnings.Count == 0)
        {
            return [];
        }

        PermWarning[] warnings = [.. Session.Warnings.Distinct()];
        Session.Warnings.Clear();
        return warnings;
    }

    /// <summary>
    /// Runs work on this store beside what the calling thread does next. The store is still used by one thread at a time: whoever needs it before the work is done
    /// waits for that, whatever becomes of it.
    /// </summary>
    /// <typeparam name="T">What the work results in.</typeparam>
    public Task<T> RunBeside<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Session.RunBeside(work);
    }

    /// <summary>Stops what runs on this store as soon as the token is cancelled, until the result is disposed.</summary>
    public IDisposable CancelWith(CancellationToken token) => Session.CancelWith(token);

    /// <summary>Gives all changes until the result is disposed one correlation id in the audit trail, also inside of another such span.</summary>
    public IDisposable Correlate(Guid id)
    {
        Authorship author = Authorship.Of(Session);
        Guid? before = author.CorrelationId;
        author.CorrelationId = id;
        return new Release(() => Authorship.Of(Session).CorrelationId = before);
    }

    /// <summary>Checks file, foreign keys, recounted seats and the audit chain.</summary>
    public IReadOnlyList<StoreCheck> Check(Action<WorkProgress>? progress = null) => new StoreChecker(Session, progress).Run();

    /// <summary>Has the next question about rights asked of the server, however young the last answer is. Programs call it where a command begins.</summary>
    public void Refresh() => Session.ExpireState();

    /// <summary>Gives the session with a server back, of which a server allows only so many; the next use connects again. False for a file and in the middle of a transaction.</summary>
    public bool Rest() => Session.Rest();

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
