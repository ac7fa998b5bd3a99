namespace PermModule;

/// <summary>Which file of an asset a download asks for.</summary>
public enum AssetFile
{
    /// <summary>The file that was uploaded.</summary>
    Original = 0,

    /// <summary>A derivative marked as public.</summary>
    PublicDerivative = 1,

    /// <summary>A derivative that is not public.</summary>
    Derivative = 2,

    /// <summary>An additional file.</summary>
    Additional = 3,
}
