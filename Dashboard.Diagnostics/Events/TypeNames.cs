using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Diagnostics.Events;

/// <summary>Names of types out of the payloads of events, as a person writes them; equal ones are one string.</summary>
internal sealed class TypeNames
{
    private const int MaximumKnown = 10_000;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public TypeNames() => _bySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text at the beginning, up to its NUL; null when it has no end.</summary>
    public string? Read(ReadOnlySpan<byte> payload, out int bytes)
    {
        var characters = MemoryMarshal.Cast<byte, char>(payload);
        var length = characters.IndexOf('\0');
        bytes = (length + 1) * sizeof(char);
        if (length < 0)
            return null;
        var written = characters[..length];
        if (_bySpan.TryGetValue(written, out var name))
            return name;
        if (_known.Count >= MaximumKnown)
            _known.Clear();
        return _known[written.ToString()] = Write(written);
    }

    /// <summary>List`1[System.Int32][] becomes List&lt;System.Int32&gt;[].</summary>
    internal static string Write(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            return "[unknown type]";
        var text = new StringBuilder(name.Length);
        var isArray = false;
        for (var i = 0; i < name.Length; i++)
        {
            switch (name[i])
            {
                case '`':
                    while (i + 1 < name.Length && char.IsAsciiDigit(name[i + 1]))
                        i++;
                    break;
                case '[' when i + 1 < name.Length && name[i + 1] is not (']' or ',' or '*'):
                    text.Append('<');
                    break;
                case '[':
                    isArray = true;
                    text.Append('[');
                    break;
                case ']':
                    text.Append(isArray ? ']' : '>');
                    isArray = false;
                    break;
                case '+':
                    text.Append('.');
                    break;
                default:
                    text.Append(name[i]);
                    break;
            }
        }

        return text.ToString();
    }
}
