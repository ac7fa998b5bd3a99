namespace PermModule.Storage;

/// <summary>
/// A prepared statement of a connection, for what runs once a row, at start-up, or over hundreds of thousands of rows.
/// Parameters are <c>$1</c>, <c>$2</c> and so on, and keep their values from run to run. Disposing ends the run; the statement itself lives as long as its connection.
/// </summary>
internal abstract class Statement : IDisposable
{
    /// <summary>Sets a parameter to a number.</summary>
    public abstract Statement Set(int parameter, long value);

    /// <summary>Sets a parameter to a text, or to null.</summary>
    public abstract Statement Set(int parameter, string? value);

    /// <summary>Sets a parameter to bytes.</summary>
    public abstract Statement Set(int parameter, ReadOnlySpan<byte> value);

    /// <summary>Sets a parameter to a text that is in UTF-8 already.</summary>
    public abstract Statement SetText(int parameter, ReadOnlySpan<byte> value);

    /// <summary>Sets a parameter to a list of texts or of numbers, for a condition that <see cref="StoreLink.AnyOf"/> made for as many.</summary>
    public abstract Statement SetList<T>(int parameter, IReadOnlyCollection<T> values);

    /// <summary>Sets a parameter to null.</summary>
    public abstract Statement SetNull(int parameter);

    /// <summary>
    /// Says that this will be asked, with these values, in the change in hand or in the one that comes. Where a question costs a round trip, it travels with the lock of the change
    /// or with another question.
    /// </summary>
    public virtual void Announce()
    {
    }

    /// <summary>Goes to the first or next row; false if there is none.</summary>
    public abstract bool Next();

    /// <summary>Runs a change and returns the number of rows it changed.</summary>
    public abstract int Run();

    /// <summary>Runs a change whose count nobody asks for. An engine may hold it back until something is asked or committed; a refusal shows then.</summary>
    public virtual void Send() => Run();

    /// <summary>Releases the current row and the state of the store it was read in.</summary>
    public abstract void End();

    /// <summary>Releases the statement itself.</summary>
    public abstract void Close();

    /// <summary>What a column of the current row holds.</summary>
    public abstract ValueKind Kind(int column);

    /// <summary>True if a column of the current row is null.</summary>
    public bool IsNull(int column) => Kind(column) == ValueKind.Null;

    /// <summary>A number of the current row.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: the column holds something else, which must not count as zero.</exception>
    public abstract long Number(int column);

    /// <summary>A text of the current row, or null.</summary>
    public abstract string? Text(int column);

    /// <summary>The bytes of a text or blob of the current row, valid until the next row; empty for null.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int column);

    /// <summary>A number of the current row, or null.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: the column holds neither.</exception>
    public long? OptionalNumber(int column) => IsNull(column) ? null : Number(column);

    /// <summary>Sets a parameter to a number, or to null.</summary>
    public Statement Set(int parameter, long? value) => value is { } number ? Set(parameter, number) : SetNull(parameter);

    /// <summary>Sets a parameter to 1 or 0.</summary>
    public Statement Set(int parameter, bool value) => Set(parameter, value ? 1L : 0L);

    /// <summary>Sets all parameters, in order, to numbers, texts, bytes or nulls.</summary>
    public Statement Bind(ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _ = values[i] switch
            {
                null => SetNull(i + 1),
                long number => Set(i + 1, number),
                int number => Set(i + 1, (long)number),
                bool flag => Set(i + 1, flag),
                string text => Set(i + 1, text),
                byte[] bytes => Set(i + 1, bytes.AsSpan()),
                var other => throw new ArgumentException($"A parameter cannot be a {other.GetType().Name}.", nameof(values)),
            };
        }

        return this;
    }

    /// <summary>Runs a query for one key. Read the columns, then call <see cref="End"/>, even if there was no row.</summary>
    public bool Find(string key) => Set(1, key).Next();

    /// <inheritdoc cref="Find(string)"/>
    public bool Find(long key) => Set(1, key).Next();

    public void Dispose() => End();
}
