using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace PermModule.Unit;

/// <summary>Makes workbooks as spreadsheet programs save them, and as they should not be.</summary>
internal sealed class TestWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly List<(string Name, string State, string Rows, string Merged)> _sheets = [];
    private readonly StringBuilder _strings = new();
    private int _count;

    /// <summary>Whether day 0 is 1 January 1904.</summary>
    public bool Is1904 { get; init; }

    /// <summary>Adds a sheet; its rows are the content of <c>sheetData</c>, and ranges of it can be merged.</summary>
    public TestWorkbook Sheet(string name, string rows, string state = "visible", params string[] merged)
    {
        _sheets.Add((name, state, rows, merged.Length == 0 ? "" : $"<mergeCells count=\"{merged.Length}\">{string.Concat(merged.Select(range => $"<mergeCell ref=\"{range}\"/>"))}</mergeCells>"));
        return this;
    }

    /// <summary>A row of texts.</summary>
    public string Texts(int row, params string[] cells) => Row(row, [.. cells.Select(Text)]);

    /// <summary>A row of cells.</summary>
    public static string Row(int row, params string[] cells) => string.Create(CultureInfo.InvariantCulture, $"<row r=\"{row}\">{string.Concat(cells.Select((cell, i) => cell.Replace("<c", $"<c r=\"{(char)('A' + i)}{row}\"", StringComparison.Ordinal)))}</row>");

    /// <summary>A cell with a shared text.</summary>
    public string Text(string text)
    {
        _strings.Append("<si><t xml:space=\"preserve\">").Append(SecurityElement.Escape(text)).Append("</t></si>");
        return string.Create(CultureInfo.InvariantCulture, $"<c t=\"s\"><v>{_count++}</v></c>");
    }

    /// <summary>A date: style 1 has a built-in format, style 2 one of its own, style 3 shows a number in red, style 4 six digits.</summary>
    public static string Date(double days, int style = 1) => string.Create(CultureInfo.InvariantCulture, $"<c s=\"{style}\"><v>{days:R}</v></c>");

    /// <summary>The workbook.</summary>
    public MemoryStream Save()
    {
        MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "_rels/.rels", $"<Relationships xmlns=\"{Package}\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><workbookPr{(Is1904 ? " date1904=\"1\"" : "")}/><sheets>{string.Concat(_sheets.Select((sheet, i) => $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{i + 1}\" state=\"{sheet.State}\" r:id=\"s{i}\"/>"))}</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}\">{string.Concat(_sheets.Select((_, i) => $"<Relationship Id=\"s{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"))}<Relationship Id=\"x\" Type=\"{Office}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"y\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
            Add(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{_strings}</sst>");
            Add(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-407]d/\\ mmmm\\ yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"[Red]0&quot;days&quot;\"/><numFmt numFmtId=\"166\" formatCode=\"000000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>");
            for (int i = 0; i < _sheets.Count; i++)
            {
                Add(zip, $"xl/worksheets/sheet{i}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{_sheets[i].Rows}</sheetData>{_sheets[i].Merged}</worksheet>");
            }
        }

        stream.Position = 0;
        return stream;
    }

    private static void Add(ZipArchive zip, string name, string xml)
    {
        using StreamWriter writer = new(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
        writer.Write(xml);
    }
}
