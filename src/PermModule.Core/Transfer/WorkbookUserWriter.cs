using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Writes users as an Excel workbook with the column names that an import knows. Texts are stored as texts, so no cell can run as a formula.</summary>
internal sealed class WorkbookUserWriter : UserWriter
{
    private static readonly (string Name, double Width)[] Columns =
    [
        .. TableWriter.Fields.Select(field => (field.ToString(), field switch
        {
            UserField.Email or UserField.Group or UserField.ExternalId => 32.0,
            UserField.SsoOnly or UserField.Inactive or UserField.LoginCount => 12.0,
            _ => 20.0,
        })),
    ];

    private readonly WorkbookWriter _book;
    private int _sheets;

    public WorkbookUserWriter(Stream stream)
    {
        _book = new WorkbookWriter(stream);
        StartSheet();
    }

    public override void Write(PermUser user)
    {
        if (_book.IsFull)
        {
            StartSheet();
        }

        string groups = GroupText.Join(user.Groups, ";");
        if (groups.Length > WorkbookWriter.MaxCell)
        {
            throw new PermInvalidInputException(ErrorId.ValueTooLong, string.Create(CultureInfo.InvariantCulture, $"The groups of '{user.UserName}' have {groups.Length} characters; a cell of a workbook holds at most {WorkbookWriter.MaxCell}."), user.UserName);
        }

        _book.Add(user.UserName).Add(user.Email).Add(user.FirstName).Add(user.LastName).Add(user.ProfileName).Add(groups)
            .Add(user.Department).Add(user.Location).Add(user.JobTitle).Add(user.ExternalId)
            .Add(user.IsSsoOnly).Add(!user.IsActive).Add(user.LastLoginAt).Add((long?)user.LoginCount).Add(user.CreatedAt).Add(user.DeactivatedAt)
            .EndRow();
    }

    /// <inheritdoc/>
    public override void Finish() => _book.Finish();

    protected override void Dispose(bool disposing) => _book.Dispose();

    private void StartSheet() => _book.StartSheet(++_sheets == 1 ? "Users" : string.Create(CultureInfo.InvariantCulture, $"Users {_sheets}"), Columns);
}
