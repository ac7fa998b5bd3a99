using SQLitePCL;

namespace PermModule.Storage;

/// <summary>A prepared query of few or many rows whose columns are read straight from SQLite.</summary>
internal sealed class LookUp(sqlite3 connection, string sql) : NativeStatement<LookUp>(connection, sql)
{
    /// <summary>Runs the query for a key. Read the columns, then call <see cref="End"/>, also where there was no row.</summary>
    public bool Find(string key) => Set(0, key).Next();

    /// <inheritdoc cref="Find(string)"/>
    public bool Find(long key) => Set(0, key).Next();

    /// <summary>Goes to the first or next row; false where there is none.</summary>
    public bool Next()
    {
        int code = raw.sqlite3_step(Handle);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            End();
            Check(code);
        }

        return code == raw.SQLITE_ROW;
    }

    /// <summary>A number of the row that was found.</summary>
    public long Column(int column) => raw.sqlite3_column_int64(Handle, column);

    /// <summary>A number of the row that was found, or null.</summary>
    public long? OptionalColumn(int column) => raw.sqlite3_column_type(Handle, column) == raw.SQLITE_NULL ? null : Column(column);

    /// <summary>A text of the row that was found, or null.</summary>
    public string? Text(int column) => raw.sqlite3_column_text(Handle, column).utf8_to_string();

    /// <summary>Lets go of the row, and of the state of the store it was read in.</summary>
    public void End() => raw.sqlite3_reset(Handle);
}
