namespace PermModule.Transfer;

/// <summary>Tells workbooks from files of text, by what a file holds; its name and what was said of it must agree.</summary>
internal static class ImportFile
{
    /// <summary>The name of the stream in which a workbook with a password keeps the real one.</summary>
    private static readonly byte[] EncryptedPackage = System.Text.Encoding.Unicode.GetBytes("EncryptedPackage");

    private static readonly string[] BookEndings = [".xlsx", ".xlsm"];

    private static readonly string[] TextEndings = [".csv", ".tsv", ".txt", ".json"];

    /// <summary>The worksheet of a workbook, or null for any other file.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="options">How it is imported.</param>
    /// <exception cref="PermInvalidInputException"><c>FormatMismatch</c>, <c>PasswordProtected</c>, <c>FileEmpty</c>, <c>WorksheetNotFound</c>, <c>FormatUnknown</c>.</exception>
    public static WorksheetText? Open(Stream file, string name, UserImportOptions options)
    {
        string ending = Path.GetExtension(name);
        bool isExcel = options.Format == ImportFormat.Excel || options.WorksheetName is not null;
        byte[] head = new byte[8];
        file.Position = 0;
        ReadOnlySpan<byte> start = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        file.Position = 0;
        if (start.StartsWith(stackalloc byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }))
        {
            throw IsEncrypted(file)
                ? new PermInvalidInputException(ErrorId.PasswordProtected, $"'{name}' is a workbook with a password and cannot be read.", name)
                : new PermInvalidInputException(ErrorId.FormatUnknown, $"'{name}' is a workbook of the format before Excel 2007 (.xls).", name);
        }

        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            if (options.Format is not (ImportFormat.Auto or ImportFormat.Excel) || (options.Format == ImportFormat.Auto && TextEndings.Contains(ending, StringComparer.OrdinalIgnoreCase)))
            {
                throw Mismatch(name, $"holds a workbook and not {(options.Format == ImportFormat.Auto ? "text" : options.Format)}");
            }

            return WorksheetText.Read(file, name, options.WorksheetName, options.ColumnMap);
        }

        if (start.IsEmpty || !(isExcel || BookEndings.Contains(ending, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        throw Mismatch(name, "holds no workbook");
    }

    private static PermInvalidInputException Mismatch(string name, string what) => new(ErrorId.FormatMismatch, $"'{name}' {what}.", name);

    private static bool IsEncrypted(Stream file)
    {
        byte[] block = new byte[1 << 16];
        int kept = 0;
        int read;
        while ((read = file.Read(block, kept, block.Length - kept)) > 0)
        {
            ReadOnlySpan<byte> seen = block.AsSpan(0, kept + read);
            if (seen.IndexOf(EncryptedPackage) >= 0)
            {
                return true;
            }

            kept = Math.Min(EncryptedPackage.Length - 1, seen.Length);
            seen[^kept..].CopyTo(block);
        }

        return false;
    }
}
