using System.Text;

namespace PermModule.Unit.Transfer;

/// <summary>What is imported again from a file of rejected rows: each row as it was, and so rejected until it is mended.</summary>
public sealed class RejectFileTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    /// <summary>Tables in which every row is rejected, in Latin-1 so that bytes that are no UTF-8 can be written down.</summary>
    public static TheoryData<string, string> Tables
    {
        get
        {
            string[] tables =
            [
                "UserName,JobTitle,Profile,Active\nu3,\"abc,Editor,no\n",
                "UserName,JobTitle,Profile,Active\nu3,\"abc,Editor,no",
                "UserName,JobTitle,Profile,Active\nu1,\"abc,Editor,no\nu2,\"\"\"abc,Editor,no\nu3,x,NoSuch,no\nu4,\"abc,Editor,no\n",
                "\"UserName\";\"JobTitle\";\"Profile\"\n\"u1\";\"abc;\"Editor\"\n\"u2\";\"Chief \"x\" Officer\";\"Editor\"\n\"u3;\"x\";\"Editor\"\n",
                "UserName,JobTitle,Profile\nu1,\"Chief 5\" Officer,Editor\n",
                "UserName\n\"u1\" x\n",
                "UserName,Email,JobTitle,Department\nann,ann@example.com,Chief, Legal and Finance,HR\nbob,bob@example.com,a,b,c,d,e,f\n",
                "UserName,JobTitle,,\nu1,x,,y\n",
                "UserName,Email,JobTitle\nu1;u1@example.com;x\n",
                "UserName,JobTitle\nu1,a\u0001b\nu2,a\0b\nu3,\u0002\n",
                "UserName,JobTitle\nu1,Zo\u00EB\n" + "u2,NoSuch \u00C3\u00AB,x\n",
                "UserName,JobTitle\nu1,a\u00EF\u00BF\u00BFb\n",
                "UserName,Remark\nu1," + new string('x', 1_100_000) + "\n",
                "UserName,JobTitle\nu1,#N/A\nu2,#REF!\n",
                "UserName,Email,JobTitle\nEmail,UserName,\nu1,wrong,x\n",
                "UserName\tJobTitle\tProfile\nu1\tx\tNoSuch\nu2\t\"x\tEditor\n",
                "sep=|\nUserName|JobTitle|Profile\nu1|x|NoSuch\nu2|\"x|Editor\n",
            ];
            TheoryData<string, string> data = [];
            foreach (string table in tables)
            {
                data.Add(table, ".csv");
                data.Add(table, ".xlsx");
            }

            return data;
        }
    }

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_rejected_row_that_is_imported_again_as_it_is_is_rejected_again(string table, string ending)
    {
        string first = _test.File("first.csv");
        File.WriteAllBytes(first, Encoding.Latin1.GetBytes(table));
        PermImportResult result = Import(first, "second" + ending);
        Assert.Equal(result.Read, result.Rejected);
        for (int i = 0; i < 2; i++)
        {
            PermImportResult again = Import(_test.File($"second{(i == 0 ? ending : ".again.csv")}"), $"second.again{(i == 0 ? ".csv" : ".twice.csv")}");
            Assert.Equal((result.Read, result.Read), (again.Read, again.Rejected));
            Assert.Empty(Store.Users.Find());
        }
    }

    [Fact]
    public void Rejected_rows_of_a_table_are_written_as_they_were()
    {
        string rows = "u1,\"abc,Editor,no\nu2,\"Chief 5\" Officer,Editor,no\nu3,a,b,c,d\n";
        Import(Write("first.csv", "UserName,JobTitle,Profile,Active\n" + rows), "r.csv");
        Assert.Equal(rows, string.Concat(File.ReadAllLines(_test.File("r.csv")).Skip(1).Select(line => line[(line.IndexOf("\",", StringComparison.Ordinal) + 2)..] + "\n")));
    }

    [Fact]
    public void A_workbook_of_rejected_rows_shows_what_its_cells_do_not_hold()
    {
        Import(Write("first.csv", "UserName,JobTitle,\nu1,\"a\u0001b,Editor\nu2,a,b,c\nu3,x\n"), "r.xlsx");
        using FileStream file = File.OpenRead(_test.File("r.xlsx"));
        using Workbook book = Workbook.Open(file, "r.xlsx");
        SheetRow[] rows = [.. book.Read(null, new SheetMerges())];
        Assert.Equal(["RejectReason", "UserName", "JobTitle"], rows[0].Cells);
        Assert.Equal("The row as it was: u1,\"a<U+0001>b,Editor", rows[1].Cells[3]);
        Assert.Equal(["u2", "a", "b", "c"], rows[2].Cells.Skip(1));
        Assert.Equal(3, rows.Length);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".xlsx")]
    public void All_surplus_cells_and_errors_of_a_worksheet_are_kept(string ending)
    {
        TestWorkbook book = new();
        book.Sheet(
            "People",
            book.Texts(1, "UserName", "JobTitle") +
            book.Texts(2, "u1", "a", "b", "c", "d") +
            TestWorkbook.Row(3, book.Text("u2"), "<c t=\"e\"><v>#NULL!</v></c>") +
            TestWorkbook.Row(4, book.Text("u3"), "<c t=\"e\"><v>odd</v></c>") +
            TestWorkbook.Row(5, book.Text("u4"), "<c><f>A9</f></c>"));
        string first = _test.File("first.xlsx");
        File.WriteAllBytes(first, book.Save().ToArray());
        PermImportResult result = Import(first, "r" + ending);
        Assert.Equal(4, result.Rejected);
        Assert.Contains("5 cells where the header has 2", result.Rejects[0].Reason, StringComparison.Ordinal);
        PermImportResult again = Import(_test.File("r" + ending), "again.csv");
        Assert.Equal((4L, 4L), (again.Read, again.Rejected));
        Assert.EndsWith(",u1,a,b,c,d", File.ReadAllLines(_test.File("again.csv"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_claims_the_last_column_again_and_again_stays_small_and_rejected()
    {
        TestWorkbook book = new();
        string rows = string.Concat(Enumerable.Range(2, 2_000).Select(row => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c><c r=\"XFD{row}\"><v>2</v></c></row>")));
        string first = _test.File("first.xlsx");
        File.WriteAllBytes(first, book.Sheet("People", book.Texts(1, "UserName", "JobTitle") + rows).Save().ToArray());
        Assert.Equal(2_000, Import(first, "r.csv").Rejected);
        Assert.InRange(new FileInfo(_test.File("r.csv")).Length, 0, 24 * 1024 * 1024);
    }

    [Theory]
    [InlineData(254, 10, null)]
    [InlineData(255, 10, null)]
    [InlineData(256, 10, "256 characters")]
    [InlineData(10, 16_382, null)]
    [InlineData(10, 16_383, "16383 columns")]
    public void A_header_that_fits_no_workbook_is_refused_before_a_row_is_applied(int length, int columns, string? reason)
    {
        string header = string.Join(',', [new string('x', length), "UserName", .. Enumerable.Range(3, columns - 2).Select(i => $"c{i}")]);
        string first = Write("first.csv", $"{header}\nx,u1\ny,\n");
        if (reason is null)
        {
            Assert.Equal(1, Import(first, "r.xlsx").Rejected);
            Assert.Equal(1, Import(_test.File("r.xlsx"), "again.csv").Rejected);
            return;
        }

        foreach (bool isPreview in new[] { true, false })
        {
            PermException error = Assert.ThrowsAny<PermException>(() => Store.Transfer.ImportUsers(first, new UserImportOptions { RejectPath = _test.File("r.xlsx"), IsPreview = isPreview }));
            Assert.Equal((ErrorId.FormatMismatch, ErrorDetail.RejectsNoWorkbook), (error.ErrorId, error.Detail));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Store.Users.Find());
        Assert.Equal(1, Import(first, "r.csv").Rejected);
    }

    [Fact]
    public void More_rejected_rows_than_a_worksheet_holds_go_on_in_a_second_one()
    {
        using MemoryStream table = new();
        table.Write("\uFEFFRejectReason,UserName\r\n"u8);
        for (int i = 0; i < WorkbookWriter.MaxRows; i++)
        {
            table.Write("r,u\r\n"u8);
        }

        string path = _test.File("r.xlsx");
        RejectWorkbook.Write(path, table, ',');
        using FileStream file = File.OpenRead(path);
        using Workbook book = Workbook.Open(file, path);
        Assert.Equal(["Rejected", "Rejected 2"], book.Sheets);
        Assert.Equal(2, book.Read("Rejected 2", new SheetMerges()).Count());
    }

    [Fact]
    public void A_name_of_a_delimiter_is_kept_where_the_header_does_not_show_it()
    {
        Import(Write("first.csv", "sep=|\nUserName|Profile\nu1|NoSuch\n"), "bar.csv");
        Assert.Equal(["sep=|", "RejectReason|UserName|Profile"], File.ReadAllLines(_test.File("bar.csv")).Take(2));
        Import(Write("second.csv", "sep=;\nUserName;Profile\nu1;NoSuch\n"), "plain.csv");
        Assert.Equal("RejectReason;UserName;Profile", File.ReadAllLines(_test.File("plain.csv"))[0]);
        File.WriteAllText(_test.File("mended.csv"), File.ReadAllText(_test.File("bar.csv")).Replace("u1|NoSuch", "u1|Editor", StringComparison.Ordinal));
        Assert.Equal(1, Import(_test.File("mended.csv"), "again.csv").Created);
    }

    private PermImportResult Import(string path, string rejects) => Store.Transfer.ImportUsers(path, new UserImportOptions { RejectPath = _test.File(rejects), Mode = ImportMode.Upsert });

    private string Write(string name, string text)
    {
        string path = _test.File(name);
        File.WriteAllText(path, text);
        return path;
    }
}
