namespace PermModule.Transfer;

/// <summary>A cell that holds an error instead of a value.</summary>
/// <param name="Column">The column, from 0.</param>
/// <param name="Text">What the cell shows.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="IsFraction">True for a number with decimals, which is wrong only where a whole number is wanted.</param>
internal sealed record SheetError(int Column, string Text, string Reason, bool IsFraction = false);
