namespace PermModule.Comparison;

/// <summary>On which side something is.</summary>
internal static class Side
{
    public const string OnlyReference = "<=";

    public const string OnlyDifference = "=>";

    public const string Differs = "<>";

    public const string Equal = "==";
}
