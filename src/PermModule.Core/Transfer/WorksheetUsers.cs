namespace PermModule.Transfer;

/// <summary>Reads people from a worksheet: as from a table, except that a row with an error in a cell that counts is rejected.</summary>
internal sealed class WorksheetUsers(UserFileReader table, WorksheetText sheet) : UserFileReader
{
    public override IReadOnlyList<string> Unknown => table.Unknown;

    public override IReadOnlyList<string> NotKept => table.NotKept;

    public override byte[] RawHeader => table.RawHeader;

    public override IReadOnlyList<string> Header => table.Header;

    public override long? SecondTable => sheet.SecondTable ?? table.SecondTable;

    public override string? WhyNotWhole => sheet.OtherSheets.Count > 0 ? "other worksheets have people too" : base.WhyNotWhole ?? table.WhyNotWhole;

    public override ImportRow? Read()
    {
        ImportRow? row = table.Read();
        return row is not null && sheet.Errors.TryGetValue(row.Row, out IReadOnlyList<SheetError>? errors) && errors.FirstOrDefault(Counts) is { } first
            ? Reject(row, first, [.. errors.Where(Counts).SelectMany(error => FieldsOf(error.Column))])
            : row;
    }

    public override string? Cell(UserField field) => table.Cell(field);

    public override string Column(UserField field) => table.Column(field);

    protected override void Dispose(bool disposing) => table.Dispose();

    private ImportRow Reject(ImportRow row, SheetError error, UserField[] fields) => row with
    {
        Data = null,
        Reject = new PermImportReject { Row = row.Row, Column = sheet.Header[error.Column], ErrorId = error.IsFraction ? ErrorId.InvalidValue : ErrorId.CellError, Reason = error.Reason, Value = error.Text },
        UserName = row.Data?.UserName ?? row.UserName,
        Email = row.Data?.Email ?? row.Email,
        ExternalId = row.Data?.ExternalId ?? row.ExternalId,
        IsDoubtful = row.IsDoubtful || Array.Exists(fields, field => ImportErrors.IsIdentity(field)),
    };

    private bool Counts(SheetError error) => FieldsOf(error.Column) is { Length: > 0 } fields && (!error.IsFraction || fields.Contains(UserField.LoginCount));

    /// <summary>The fields that an import reads from a column.</summary>
    private UserField[] FieldsOf(int column) => column < sheet.Header.Count && sheet.Header[column] is { Length: > 0 } name
        ? [.. Enum.GetValues<UserField>().Where(field => string.Equals(table.Column(field), name, StringComparison.Ordinal))]
        : [];
}
