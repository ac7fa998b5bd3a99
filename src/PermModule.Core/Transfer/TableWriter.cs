using System.Globalization;
using CsvHelper;

namespace PermModule.Transfer;

/// <summary>
/// Writes users as a table: comma-separated with the column names that an import knows,
/// or as the portal does, with a byte-order mark and semicolons. No cell can run as a formula; see <see cref="SpreadsheetText"/>.
/// </summary>
internal sealed class TableWriter : UserWriter
{
    private const string PortalTime = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The fields, in the order of their columns.</summary>
    public static readonly UserField[] Fields =
    [
        UserField.UserName, UserField.Email, UserField.FirstName, UserField.LastName, UserField.Profile, UserField.Group, UserField.Department, UserField.Location,
        UserField.JobTitle, UserField.ExternalId, UserField.SsoOnly, UserField.Inactive, UserField.LastLoginAt, UserField.LoginCount, UserField.CreatedAt, UserField.DeactivatedAt,
    ];

    private readonly CsvWriter _csv;
    private readonly bool _isPortal;

    public TableWriter(Stream stream, bool isPortal, bool hasMark)
    {
        _isPortal = isPortal;
        _csv = CsvWriter.Create(stream, new CsvWriterOptions { Separator = isPortal ? ';' : ',', WriteByteOrderMark = isPortal || hasMark }, leaveOpen: true);
        foreach (string name in isPortal ? UserColumnNames.Portal : Fields.Select(field => field.ToString()))
        {
            _csv.WriteField(name);
        }

        _csv.EndRecord();
    }

    public override void Write(PermUser user)
    {
        if (_isPortal)
        {
            WritePortal(user);
        }
        else
        {
            WritePlain(user);
        }

        _csv.EndRecord();
    }

    protected override void Dispose(bool disposing) => _csv.Dispose();

    private void WritePlain(PermUser user)
    {
        Text(user.UserName);
        Text(user.Email);
        Text(user.FirstName);
        Text(user.LastName);
        Text(user.ProfileName);
        Text(GroupText.Join(user.Groups, ";"));
        Text(user.Department);
        Text(user.Location);
        Text(user.JobTitle);
        Text(user.ExternalId);
        _csv.WriteField(user.IsSsoOnly);
        _csv.WriteField(!user.IsActive);
        Time(user.LastLoginAt, UtcTime.Format);
        _csv.WriteField(user.LoginCount, default, CultureInfo.InvariantCulture);
        Time(user.CreatedAt, UtcTime.Format);
        Time(user.DeactivatedAt, UtcTime.Format);
    }

    private void WritePortal(PermUser user)
    {
        Text(user.FirstName);
        Text(user.LastName);
        Text(user.ExternalId);
        Text(user.UserName);
        Text(user.Email);
        Time(user.LastLoginAt, PortalTime);
        Text(user.IsActive ? "Active" : "Inactive");
        Text(user.Location);
        Text(null);
        Text(user.JobTitle);
        Text(null);
        Text(user.Department);
        _csv.WriteField(user.LoginCount, default, CultureInfo.InvariantCulture);
        Text(user.ProfileName);
        Text(GroupText.Join(user.Groups, ", "));
        Time(user.CreatedAt, PortalTime);
        Time(user.DeactivatedAt, PortalTime);
        Text(user.IsSsoOnly ? "Yes" : "No");
        Text(null);
    }

    private void Text(string? text) => _csv.WriteField(SpreadsheetText.Escape(text));

    private void Time(DateTimeOffset? time, string format) => _csv.WriteField(time?.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
}
