using System.Text;
using CsvHelper;

namespace PermModule.Transfer;

/// <summary>What a file turns out to be.</summary>
/// <param name="Format">Never <see cref="ImportFormat.Auto"/>.</param>
/// <param name="Delimiter">What stands between the cells of a table.</param>
internal sealed record FileShape(ImportFormat Format, char Delimiter)
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Looks at the start of a file and at what was said of it.</summary>
    /// <exception cref="PermInvalidInputException"><c>FileEmpty</c>, <c>FormatUnknown</c>, <c>NotScim</c>, <c>DelimiterInvalid</c>.</exception>
    public static FileShape Find(ReadOnlySpan<byte> head, UserImportOptions options, string name)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            throw new PermInvalidInputException(ErrorId.FileEmpty, $"'{name}' is empty.", name);
        }

        if (options.Delimiter is { } given && (given is '"' or '\r' or '\n' or '\0' || !char.IsAscii(given)))
        {
            throw new PermInvalidInputException(ErrorId.DelimiterInvalid, $"'{given}' cannot separate cells; a comma, semicolon, tab or another ASCII character can.", given);
        }

        bool isJson = IsJson(text);
        switch (options.Format)
        {
            case ImportFormat.Scim:
            case ImportFormat.Auto when isJson:
                return new FileShape(ImportFormat.Scim, ',');
            case ImportFormat.Email:
                return new FileShape(ImportFormat.Email, ',');
            default:
                return FindTable(text.ToArray(), options, name);
        }
    }

    /// <summary>What stands between the cells of a table: what its first lines name, or else what makes most of its header.</summary>
    public static char FindDelimiter(byte[] head) => NamedDelimiter(head) ?? Delimiters
        .Select(separator => (Separator: separator, Header: Header(head, separator)))
        .OrderByDescending(candidate => UserColumnNames.CountKnown(candidate.Header))
        .ThenByDescending(candidate => candidate.Header.Count)
        .First().Separator;

    private static FileShape FindTable(byte[] head, UserImportOptions options, string name)
    {
        if (head.AsSpan().Contains((byte)0) && !FirstLine(head).Contains('@', StringComparison.Ordinal) && !UserColumnNames.NamesPeople(Header(head, options.Delimiter ?? ',')))
        {
            throw new PermInvalidInputException(ErrorId.FormatUnknown, $"'{name}' is not a text file.", name);
        }

        char delimiter = options.Delimiter ?? FindDelimiter(head);
        List<string> header = Header(head, delimiter);
        if (options.Format == ImportFormat.PortalExport)
        {
            string[] missing = [.. UserColumnNames.Portal.Where(column => !header.Contains(column, StringComparer.OrdinalIgnoreCase))];
            return missing.Length == 0
                ? new FileShape(ImportFormat.PortalExport, delimiter)
                : throw new PermInvalidInputException(ErrorId.NotPortalExport, $"'{name}' is not an export of the portal: it has no column '{missing[0]}'.", name);
        }

        if (options.Format == ImportFormat.Auto && options.ColumnMap is null && !UserColumnNames.NamesPeople(header) && FirstLine(head).Contains('@', StringComparison.Ordinal))
        {
            return new FileShape(ImportFormat.Email, ',');
        }

        bool isPortal = options.Format == ImportFormat.Auto && UserColumnNames.Portal.All(column => header.Contains(column, StringComparer.OrdinalIgnoreCase));
        return new FileShape(isPortal ? ImportFormat.PortalExport : ImportFormat.Csv, delimiter);
    }

    /// <summary>True if the first token opens an object or a list. Documents that were edited by hand may begin with comments.</summary>
    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        while (text.StartsWith("//"u8) || text.StartsWith("/*"u8))
        {
            ReadOnlySpan<byte> close = text[1] == (byte)'/' ? "\n"u8 : "*/"u8;
            int end = text.IndexOf(close);
            if (end < 0)
            {
                return false;
            }

            text = text[(end + close.Length)..].TrimStart(" \t\r\n"u8);
        }

        return !text.IsEmpty && text[0] is (byte)'{' or (byte)'[';
    }

    /// <summary>The first line that is no comment of an e-mail list.</summary>
    private static string FirstLine(byte[] head) =>
        Encoding.UTF8.GetString(head).Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#', "");

    /// <summary>The delimiter that one of the lines in front of the table names, or null.</summary>
    private static char? NamedDelimiter(ReadOnlySpan<byte> head)
    {
        while (!head.IsEmpty)
        {
            int end = head.IndexOfAny((byte)'\r', (byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? head : head[..end];
            if (DelimitedReader.NamedDelimiter(line) is { } named)
            {
                return named;
            }

            if (!line.IsEmpty && !DelimitedReader.IsPreamble(line))
            {
                return null;
            }

            head = end < 0 ? [] : head[(end + 1)..];
        }

        return null;
    }

    private static List<string> Header(byte[] head, char separator)
    {
        using CsvReader csv = CsvReader.Create(head, new CsvReaderOptions { Separator = separator, HasHeader = false });
        List<string> header = [];
        while (csv.Read())
        {
            if (!DelimitedReader.IsPreamble(csv.RawRecord))
            {
                for (int i = 0; i < csv.FieldCount; i++)
                {
                    header.Add(csv.GetString(i).Trim());
                }

                break;
            }
        }

        return header;
    }
}
