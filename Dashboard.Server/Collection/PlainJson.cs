using System.Buffers;

namespace Dashboard.Server.Collection;

/// <summary>
/// A cursor over JSON as Go's encoder writes it: no white space, properties in the order of their declaration. It recognises or it
/// refuses; what it refuses is read with Utf8JsonReader.
/// </summary>
internal ref struct PlainJson(ReadOnlySpan<byte> json)
{
    /// <summary>What may be in a string without a second look: printable ASCII but the quote and the backslash.</summary>
    private static readonly SearchValues<byte> Printable = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value).Where(value => value is not ((byte)'"' or (byte)'\\'))]);

    private readonly ReadOnlySpan<byte> _json = json;

    public int Position { get; private set; }

    /// <summary>Steps over a text that must be here.</summary>
    public bool Take(ReadOnlySpan<byte> text)
    {
        if (!_json[Position..].StartsWith(text))
        {
            return false;
        }

        Position += text.Length;
        return true;
    }

    /// <summary>Reads to the closing quote and over it; refuses an escape, a control character and what is not ASCII.</summary>
    public bool TakeString(out ReadOnlySpan<byte> text)
    {
        var rest = _json[Position..];
        var length = rest.IndexOfAnyExcept(Printable);
        if (length < 0 || rest[length] != '"')
        {
            text = default;
            return false;
        }

        text = rest[..length];
        Position += length + 1;
        return true;
    }

    /// <summary>Steps over the rest of the object that the cursor is in: strings and objects of them, as metadata is.</summary>
    public bool SkipToEndOfObject()
    {
        // Byte by byte: between two strings there is a colon or a comma, seldom more.
        var depth = 1;
        while (depth > 0)
        {
            if (Position >= _json.Length)
            {
                return false;
            }

            switch (_json[Position++])
            {
                case (byte)'"' when !TakeString(out _):
                    return false;
                case (byte)'{':
                    depth++;
                    break;
                case (byte)'}':
                    depth--;
                    break;
            }
        }

        return true;
    }
}
