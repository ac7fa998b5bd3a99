using System.Text;

namespace PermModule.Transfer;

/// <summary>How the text of a file is written in bytes.</summary>
/// <param name="Encoding">The encoding to read it with, or null where it is UTF-8.</param>
/// <param name="Mark">How many bytes its byte-order mark has.</param>
/// <param name="IsGuessed">True where the bytes are no UTF-8 and nothing says what else they are.</param>
internal sealed record TextForm(Encoding? Encoding, int Mark, bool IsGuessed = false);
