using System.Globalization;
using System.Text;
using SQLitePCL;

namespace PermModule.Storage;

/// <summary>
/// A prepared statement that is run many times over, with parameters <c>$0</c>, <c>$1</c> and so on, which keep their values from run to run.
/// Straight on SQLite: the command of ADO.NET looks every parameter up by name at every run, and leaves about a kilobyte behind.
/// </summary>
/// <typeparam name="TSelf">The class derived from this one, so that setting parameters can be chained.</typeparam>
internal abstract class NativeStatement<TSelf> : IDisposable
    where TSelf : NativeStatement<TSelf>
{
    private readonly int[] _parameters;
    private byte[] _text = new byte[256];

    protected NativeStatement(sqlite3 connection, string sql)
    {
        Connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, sql, out sqlite3_stmt statement));
        Handle = statement;
        _parameters = [.. Enumerable.Range(0, raw.sqlite3_bind_parameter_count(statement))
            .Select(i => raw.sqlite3_bind_parameter_index(statement, string.Create(CultureInfo.InvariantCulture, $"${i}")))];
    }

    protected sqlite3 Connection { get; }

    protected sqlite3_stmt Handle { get; }

    public TSelf Set(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(Handle, _parameters[parameter], value));
        return (TSelf)this;
    }

    public TSelf Set(int parameter, long? value) => value is { } number ? Set(parameter, number) : SetNull(parameter);

    public TSelf Set(int parameter, bool value) => Set(parameter, value ? 1L : 0L);

    public TSelf Set(int parameter, string? value)
    {
        if (value is null)
        {
            return SetNull(parameter);
        }

        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_text.Length < most)
        {
            _text = new byte[Math.Max(most, _text.Length * 2)];
        }

        // An empty span has no address, and SQLite would take that for null.
        int count = Encoding.UTF8.GetBytes(value, _text);
        Check(count == 0
            ? raw.sqlite3_bind_text(Handle, _parameters[parameter], "")
            : raw.sqlite3_bind_text(Handle, _parameters[parameter], _text.AsSpan(0, count)));
        return (TSelf)this;
    }

    public TSelf Set(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(Handle, _parameters[parameter], value));
        return (TSelf)this;
    }

    /// <summary>Sets a parameter to a number, a text or null, of which the caller does not know which it is.</summary>
    public TSelf Set(int parameter, object? value) => value is long number ? Set(parameter, number) : Set(parameter, (string?)value);

    public void Dispose() => Handle.Dispose();

    protected void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw StoreErrors.Last(Connection, code);
        }
    }

    private TSelf SetNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(Handle, _parameters[parameter]));
        return (TSelf)this;
    }
}
