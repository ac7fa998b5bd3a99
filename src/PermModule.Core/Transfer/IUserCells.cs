namespace PermModule.Transfer;

/// <summary>One row of a file, whatever its format.</summary>
internal interface IUserCells
{
    /// <summary>The text of a field; null if the file has no value for it.</summary>
    /// <exception cref="FormatException">The text cannot be read; the message is the reason.</exception>
    string? Cell(UserField field);

    /// <summary>How the file calls the field.</summary>
    string Column(UserField field);
}
