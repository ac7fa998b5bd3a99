namespace PermModule.Transfer;

/// <summary>A row of a worksheet that holds something.</summary>
/// <param name="Number">Its number in the sheet, from 1.</param>
/// <param name="Cells">The texts, up to the last that is not empty.</param>
/// <param name="Errors">The cells that hold an error instead of a value, from left to right.</param>
internal sealed record SheetRow(long Number, IReadOnlyList<string> Cells, IReadOnlyList<SheetError> Errors);
