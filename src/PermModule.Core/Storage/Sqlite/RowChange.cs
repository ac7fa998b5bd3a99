using SQLitePCL;

namespace PermModule.Storage;

/// <summary>A prepared statement that changes rows.</summary>
internal sealed class RowChange(sqlite3 connection, string sql) : NativeStatement<RowChange>(connection, sql)
{
    /// <summary>Runs the statement and says how many rows it changed.</summary>
    public int Run()
    {
        int code = raw.sqlite3_step(Handle);
        raw.sqlite3_reset(Handle);
        Check(code);
        return raw.sqlite3_changes(Connection);
    }
}
