using System.IO.Compression;
using System.Xml;

namespace PermModule.Transfer;

/// <summary>An Excel workbook (.xlsx) that is read as a stream: its parts are XML documents in a zip archive.</summary>
internal sealed class Workbook : IDisposable
{
    /// <summary>No part of an honest workbook is larger; an archive of a few kilobytes can claim to hold terabytes.</summary>
    private const long MaxPart = 4L * 1024 * 1024 * 1024;

    private const long MaxStrings = 256L * 1024 * 1024;

    private readonly ZipArchive _zip;
    private readonly string _name;
    private readonly Dictionary<string, (string Kind, string Part)> _relations;

    private Workbook(Stream stream, string name)
    {
        _name = name;
        _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        string book = Relations("", "_rels/.rels").Values.FirstOrDefault(relation => relation.Kind == "officeDocument").Part ?? "xl/workbook.xml";
        if (!book.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || Find(book) is null)
        {
            throw NoWorkbook("it is no Excel workbook of the .xlsx format");
        }

        string folder = book[..(book.LastIndexOf('/') + 1)];
        _relations = Relations(folder, $"{folder}_rels/{book[folder.Length..]}.rels");
        ReadBook(book);
        Strings = ReadStrings(PartOf("sharedStrings"));
        Styles = PartOf("styles") is { } styles ? WorkbookStyles.Read(Open(styles, MaxStrings)) : WorkbookStyles.None;
    }

    /// <summary>The names of the visible sheets, in their order.</summary>
    public List<string> Sheets { get; } = [];

    /// <summary>The texts that cells refer to by number.</summary>
    public IReadOnlyList<string> Strings { get; }

    /// <summary>Which styles show a number as a date.</summary>
    public WorkbookStyles Styles { get; }

    /// <summary>True when day 0 is 1 January 1904, as in workbooks of early Macintosh versions.</summary>
    public bool Is1904 { get; private set; }

    private Dictionary<string, string> Parts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a workbook.</summary>
    /// <param name="stream">The file; it stays open.</param>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="PermInvalidInputException"><c>FormatUnknown</c>: a damaged file, or an archive of another kind.</exception>
    public static Workbook Open(Stream stream, string name) => Guard(name, () => new Workbook(stream, name));

    /// <summary>The rows of a sheet that hold something, in ascending order.</summary>
    /// <param name="sheet">The name of the sheet, or null for the first.</param>
    /// <param name="merges">Gets to know what is merged; once it does, fills the rows.</param>
    /// <exception cref="PermInvalidInputException"><c>WorksheetNotFound</c>, <c>FormatUnknown</c>.</exception>
    public IEnumerable<SheetRow> Read(string? sheet, SheetMerges merges)
    {
        string wanted = sheet ?? Sheets.FirstOrDefault() ?? throw NoWorkbook("it has no worksheet");
        if (!Parts.TryGetValue(wanted.Trim(), out string? part))
        {
            string known = string.Join(", ", Sheets.Take(20).Select(name => $"'{TextRules.Cut(name)}'"));
            throw new PermInvalidInputException(ErrorId.WorksheetNotFound, $"'{_name}' has no worksheet '{TextRules.Cut(wanted)}'. It has {known}.", wanted);
        }

        using IEnumerator<SheetRow> rows = Guard(_name, () => new SheetReader(Open(part, MaxPart), this, merges).Rows().GetEnumerator());
        while (Guard(_name, rows.MoveNext))
        {
            yield return rows.Current;
        }
    }

    public void Dispose() => _zip.Dispose();

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is XmlException or InvalidDataException or FormatException or OverflowException or EndOfStreamException)
        {
            throw new PermInvalidInputException(ErrorId.FormatUnknown, $"'{name}' is a damaged workbook: {TextRules.Cut(error.Message)}", name, error);
        }
    }

    private PermInvalidInputException NoWorkbook(string why) => new(ErrorId.FormatUnknown, $"'{_name}' cannot be imported: {why}.", _name);

    private void ReadBook(string book)
    {
        using XmlReader xml = Open(book, MaxStrings);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName == "workbookPr")
            {
                Is1904 = xml.GetAttribute("date1904") is "1" or "true" or "on";
            }
            else if (xml.LocalName == "sheet" && xml.GetAttribute("name") is { } name && RelationOf(xml) is { Kind: "worksheet", Part: { } part })
            {
                Parts.TryAdd(name.Trim(), part);
                if (xml.GetAttribute("state") is null or "visible")
                {
                    Sheets.Add(name.Trim());
                }
            }
        }
    }

    private (string Kind, string? Part) RelationOf(XmlReader xml)
    {
        for (bool more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
            {
                string id = xml.Value;
                xml.MoveToElement();
                return _relations.TryGetValue(id, out (string Kind, string Part) found) ? found : default;
            }
        }

        xml.MoveToElement();
        return default;
    }

    private string? PartOf(string kind) => _relations.Values.FirstOrDefault(relation => relation.Kind == kind).Part;

    private List<string> ReadStrings(string? part)
    {
        List<string> strings = [];
        if (part is null)
        {
            return strings;
        }

        using XmlReader xml = Open(part, MaxStrings);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                strings.Add(SheetReader.ReadText(xml));
            }
        }

        return strings;
    }

    /// <summary>The relations of a part: the last word of the type, and the part that is meant.</summary>
    private Dictionary<string, (string Kind, string Part)> Relations(string folder, string part)
    {
        Dictionary<string, (string, string)> found = new(StringComparer.Ordinal);
        if (Find(part) is null)
        {
            return found;
        }

        using XmlReader xml = Open(part, MaxStrings);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("TargetMode") != "External"
                && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Type") is { } type && xml.GetAttribute("Target") is { } target)
            {
                found[id] = (type[(type.LastIndexOf('/') + 1)..], target.StartsWith('/') ? target[1..] : folder + target);
            }
        }

        return found;
    }

    private ZipArchiveEntry? Find(string part) => _zip.GetEntry(part) ?? _zip.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, part, StringComparison.OrdinalIgnoreCase));

    private XmlReader Open(string part, long most)
    {
        ZipArchiveEntry entry = Find(part) ?? throw new InvalidDataException($"it has no part '{part}'.");
        return XmlReader.Create(entry.Open(), new XmlReaderSettings
        {
            CloseInput = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = most,
        });
    }
}
