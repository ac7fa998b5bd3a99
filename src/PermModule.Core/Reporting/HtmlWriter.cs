using System.Text;

namespace PermModule.Reporting;

/// <summary>
/// Writes HTML. Text and attribute values are always escaped; there is no way to write markup but as elements,
/// so that nothing a store holds can become any.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "meta", "input" };

    private readonly Stack<string> _open = [];

    /// <summary>Starts an element; dispose the result to end it.</summary>
    public Element Start(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(name);
        foreach ((string attribute, string? value) in attributes)
        {
            output.Write(' ');
            output.Write(attribute);
            if (value is not null)
            {
                output.Write("=\"");
                Escape(value, isAttribute: true);
                output.Write('"');
            }
        }

        output.Write('>');
        _open.Push(name);
        return new Element(this);
    }

    /// <summary>An element without content.</summary>
    public void Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes) => Start(name, attributes).Dispose();

    /// <summary>An element that holds text.</summary>
    public void Text(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using (Start(name, attributes))
        {
            Text(text);
        }
    }

    /// <summary>Text.</summary>
    public void Text(string text) => Escape(text, isAttribute: false);

    /// <summary>A name from the store, kept apart from the direction of the text around it.</summary>
    public void Name(string text) => Text("bdi", text, ("dir", "auto"));

    /// <summary>The text of a style or script element, which browsers do not unescape. Only for text of this module.</summary>
    public void Embed(string element, string content)
    {
        output.Write('<');
        output.Write(element);
        output.Write('>');
        output.Write(content);
        output.Write("</");
        output.Write(element);
        output.Write(">\n");
    }

    /// <summary>The declaration that a page begins with.</summary>
    public void Doctype() => output.Write("<!DOCTYPE html>\n");

    private void End()
    {
        string name = _open.Pop();
        if (!Void.Contains(name))
        {
            output.Write("</");
            output.Write(name);
            output.Write('>');
        }

        if (name is "tr" or "section" or "p" or "li" or "div" or "h2" or "h3" or "meta" or "head" or "body" or "html" or "nav" or "table" or "details")
        {
            output.Write('\n');
        }
    }

    private void Escape(string text, bool isAttribute)
    {
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    output.Write("&amp;");
                    break;
                case '<':
                    output.Write("&lt;");
                    break;
                case '>':
                    output.Write("&gt;");
                    break;
                case '"' when isAttribute:
                    output.Write("&quot;");
                    break;
                case '\'' when isAttribute:
                    output.Write("&#39;");
                    break;
                case < ' ' and not ('\t' or '\n'):
                case >= 0x7F and < 0xA0:
                    // No control character is allowed in a page.
                    output.Write('\uFFFD');
                    break;
                default:
                    output.Write(units[..rune.EncodeToUtf16(units)]);
                    break;
            }
        }
    }

    /// <summary>An element that is open.</summary>
    internal readonly ref struct Element(HtmlWriter writer)
    {
        public void Dispose() => writer.End();
    }
}
