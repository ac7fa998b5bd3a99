using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace PermModule.Binding;

/// <summary>Lets an encoding be given as Get-Content takes it (<c>utf8</c>, <c>unicode</c>, <c>ansi</c>), by its name (<c>windows-1252</c>) or by its code page (<c>1252</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EncodingNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        string text => Find(text.Trim()),
        int codePage => ByCodePage(codePage) ?? throw Unknown(codePage.ToString(CultureInfo.InvariantCulture)),
        _ => inputData,
    };

    private static Encoding Find(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8BOM" or "UTF8NOBOM" => Encoding.UTF8,
        "UNICODE" or "UTF16" => Encoding.Unicode,
        "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        "BIGENDIANUTF32" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        "ASCII" => Encoding.ASCII,
        "ANSI" => ByCodePage(CultureInfo.CurrentCulture.TextInfo.ANSICodePage) ?? ByCodePage(1252)!,
        "OEM" => ByCodePage(CultureInfo.CurrentCulture.TextInfo.OEMCodePage) ?? ByCodePage(437)!,
        _ => (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int codePage) ? ByCodePage(codePage) : ByName(name)) ?? throw Unknown(name),
    };

    // .NET knows the code pages only through a provider; asking that provider directly registers nothing in the process.
    private static Encoding? ByName(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Encoding? ByCodePage(int codePage)
    {
        try
        {
            return codePage <= 0 ? null : CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ArgumentTransformationMetadataException Unknown(string name) =>
        new($"'{name}' is no encoding that is known. Write utf8, unicode, ansi, a name such as windows-1252 or a code page such as 1252.");
}
