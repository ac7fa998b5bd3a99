namespace PermModule;

/// <summary>What became of one item of a batch: either it was applied, or the error says why not.</summary>
/// <typeparam name="T">What an applied item results in.</typeparam>
public readonly record struct BatchItem<T>
    where T : class
{
    private BatchItem(T? value, PermException? error, bool isChanged, IReadOnlyList<string> consequences)
    {
        Value = value;
        Error = error;
        IsChanged = isChanged;
        Consequences = consequences;
    }

    /// <summary>The result, or null where the item was refused or not reached.</summary>
    public T? Value { get; }

    /// <summary>Why the item was refused, or null.</summary>
    public PermException? Error { get; }

    /// <summary>True for a refusal that ends when somebody else gives up a seat, a name, an address or an id.</summary>
    public bool MaySucceedLater => Error?.ErrorId is ErrorId.SeatLimitExceeded or ErrorId.UserAlreadyExists;

    /// <summary>False when the item already matched and nothing was written.</summary>
    public bool IsChanged { get; }

    /// <summary>What else the change brought with it, a phrase each.</summary>
    public IReadOnlyList<string> Consequences { get; }

    internal T ValueOrThrow() => Value ?? throw Error!;

    internal static BatchItem<T> Applied(T value, bool isChanged = true, IReadOnlyList<string>? consequences = null) => new(value, error: null, isChanged, consequences ?? []);

    internal static BatchItem<T> Refused(PermException error) => new(value: null, error, isChanged: false, consequences: []);
}
