namespace PermModule.Transfer;

/// <summary>A row of a worksheet that holds something.</summary>
/// <param name="Number">Its number in the sheet, from 1.</param>
/// <param name="Cells">The texts, up to the last that is not empty.</param>
/// <param name="Error">The first cell that holds an error instead of a value, or null.</param>
internal sealed record SheetRow(long Number, IReadOnlyList<string> Cells, SheetError? Error);
