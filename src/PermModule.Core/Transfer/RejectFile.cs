using System.Text;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>
/// Keeps the rejected rows as they stood in the file, each with its reason, so that they can be fixed and imported again:
/// in a table the reason is a first column that an import passes over (first, because a row with too few or too many cells still lines up with it),
/// in an e-mail list a comment, in SCIM one more attribute. Made with the first rejected row.
/// </summary>
internal sealed class RejectFile(string path, FileShape shape, byte[] header) : IDisposable
{
    private FileStream? _file;

    /// <summary>Where the rejected rows of a file of several go: the second to a file with <c>-2</c> in its name, and so on. Null where they are not to be written.</summary>
    public static string? PathOf(UserImportOptions options, int number) => options.RejectPath is not { } path || options.IsPreview ? null : Numbered(path, number);

    /// <summary>Refuses a workbook that cannot hold the rows: those of a list of addresses, or of a table with too many columns or too long names.</summary>
    /// <exception cref="PermInvalidInputException"><c>FormatMismatch</c>.</exception>
    public static void Check(string? path, FileShape shape, IReadOnlyList<string> header)
    {
        if (path is null || !IsWorkbook(path))
        {
            return;
        }

        if (shape.Format is ImportFormat.Scim or ImportFormat.Email)
        {
            throw new PermInvalidInputException(ErrorId.FormatMismatch, $"The rejected rows of {shape.Format} do not fit a workbook such as '{path}'.", path) { Detail = ErrorDetail.RejectsNoWorkbook };
        }

        if (RejectWorkbook.WhyNot([UserColumnNames.RejectReason, .. header]) is { } reason)
        {
            throw new PermInvalidInputException(ErrorId.FormatMismatch, $"The rejected rows do not fit a workbook such as '{path}': {reason}.", path) { Detail = ErrorDetail.RejectsNoWorkbook };
        }
    }

    private static bool IsWorkbook(string path) => System.IO.Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase);

    /// <summary>A path with a number in the name of its file; the first has none.</summary>
    public static string Numbered(string path, int number) => number == 1
        ? path
        : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileNameWithoutExtension(path)}-{number}{System.IO.Path.GetExtension(path)}"));

    /// <summary>The file, or null where no row was rejected.</summary>
    public string? Path => _file is null ? null : path;

    public void Write(ImportRow row, PermImportReject reject)
    {
        byte[] raw = row.Raw ?? [];
        string reason = reject.Column is null ? reject.Reason : $"{reject.Column}: {reject.Reason}";
        try
        {
            Write(raw, reason);
        }
        catch (IOException error)
        {
            throw OutputFile.Unavailable(path, error);
        }
    }

    public void Dispose()
    {
        if (_file is not null)
        {
            if (shape.Format == ImportFormat.Scim)
            {
                Write("\n]}\n");
            }

            if (IsWorkbook(path))
            {
                RejectWorkbook.Write(path, _file, shape.Delimiter);
            }

            _file.Dispose();
        }
    }

    private void Write(byte[] raw, string reason)
    {
        bool isFirst = _file is null;
        _file ??= Create();
        switch (shape.Format)
        {
            case ImportFormat.Scim:
                WriteUser(raw, reason, isFirst);
                break;
            case ImportFormat.Email:
                Write($"# {reason}\r\n");
                _file.Write(raw);
                Write("\r\n");
                break;
            default:
                Write($"\"{SpreadsheetText.Escape(reason)!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{shape.Delimiter}");
                _file.Write(raw);
                Write("\r\n");
                break;
        }
    }

    private FileStream Create()
    {
        FileStream file = IsWorkbook(path) ? SpoolFile.Open() : OutputFile.CreatePrivate(path);
        _file = file;
        if (shape.Format == ImportFormat.Scim)
        {
            Write($"{{\"schemas\":[\"{Scim.ListSchema}\"],\"Resources\":[\n");
        }
        else
        {
            // The mark tells what the bytes are: those of a row that was rejected because they are no UTF-8 would be taken for another encoding alone.
            file.Write(Encoding.UTF8.Preamble);
            if (shape.Format != ImportFormat.Email)
            {
                byte[] names = [.. Encoding.UTF8.GetBytes($"{UserColumnNames.RejectReason}{shape.Delimiter}"), .. header, .. "\r\n"u8];
                if (!IsWorkbook(path) && FileShape.FindDelimiter(names) != shape.Delimiter)
                {
                    Write($"sep={shape.Delimiter}\r\n");
                }

                file.Write(names);
            }
        }

        return file;
    }

    private void WriteUser(byte[] raw, string reason, bool isFirst)
    {
        if (raw.Length == 0)
        {
            return;
        }

        if (!isFirst)
        {
            Write(",\n");
        }

        if (raw[0] != (byte)'{')
        {
            _file!.Write(raw);
            return;
        }

        Write($"{{\"rejectReason\":{JsonSerializer.Serialize(reason)}");
        ReadOnlySpan<byte> rest = raw.AsSpan(1).TrimStart(" \t\r\n"u8);
        Write(rest[0] == (byte)'}' ? "" : ",");
        _file!.Write(rest);
    }

    private void Write(string text) => _file!.Write(Encoding.UTF8.GetBytes(text));
}
