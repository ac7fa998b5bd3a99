using System.IO.Compression;
using System.Xml.Linq;

namespace PermModule.Unit.Transfer;

/// <summary>What is written to a workbook is valid XML and read back as it was.</summary>
public sealed class WorkbookWriterTests
{
    public static TheoryData<string> Texts =>
    [
        "plain", "_x0041_", "ab_x000D_c", "_x005F_x0041_", "_x0041_x0042_", "__x00e9__", "_x00_", "_X0041_", "a_b_x", "\u0001", "a\u000Bb\u001F", "\0", "a\r\nb\tc",
        "\uFFFE", "a\uFFFFb", "_x0041\uFFFF", "_x0041\u0001_x0042\u0002", "\U0001F600", "_x0041\U0001F600", "<&>\"'", " leading and trailing ", "\u007F\u0085\u009F", "&#65;", "]]>",
        new string('\uFFFF', WorkbookWriter.MaxCell),
    ];

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_text_is_read_back_as_it_was(string text) => Assert.Equal(text, Assert.Single(Written("x", text)));

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void So_is_the_name_of_a_column(string text)
    {
        string name = text.Length > 30 ? text[..30] : text.Trim();
        Assert.Equal(["x"], Written(name, "x", out string header));
        Assert.Equal(name, header);
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    [InlineData("\ud800\ud800\udc00\udc00")]
    [InlineData("_x0041\ud83d")]
    public void Half_a_surrogate_pair_damages_nothing(string shown) => Assert.Equal(shown, Assert.Single(Written("x", shown)));

    [Theory]
    [InlineData("_x0041_", "_x005F_x0041_")]
    [InlineData("a\uFFFF", "a_xFFFF_")]
    [InlineData("a\r\nb", "a_x000D_\nb")]
    [InlineData("john_doe", "john_doe")]
    public void Cells_hold_what_spreadsheet_programs_write(string text, string held) => Assert.Equal(held, WorkbookText.Escape(text));

    private static List<string> Written(string column, string text) => Written(column, text, out _);

    private static List<string> Written(string column, string text, out string header)
    {
        using MemoryStream stream = new();
        using (WorkbookWriter writer = new(stream))
        {
            writer.StartSheet("Sheet", [(column, 20)]);
            writer.Add(text).EndRow();
            writer.AddLong(text).EndRow();
            writer.Finish();
        }

        stream.Position = 0;
        using (ZipArchive zip = new(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            foreach (ZipArchiveEntry part in zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)))
            {
                using Stream content = part.Open();
                XDocument document = XDocument.Load(content);
                foreach (XElement named in document.Descendants().Where(element => element.Name.LocalName == "tableColumn"))
                {
                    Assert.Equal(column, WorkbookText.Unescape((string)named.Attribute("name")!));
                }
            }
        }

        stream.Position = 0;
        using Workbook book = Workbook.Open(stream, "x.xlsx");
        SheetRow[] rows = [.. book.Read(sheet: null, new SheetMerges())];
        header = rows[0].Cells[0];
        return [.. rows.Skip(1).Select(row => row.Cells[0]).Distinct()];
    }
}
