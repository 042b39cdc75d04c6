using System.Buffers;
using System.Text;

namespace Dashboard.Server.Export;

/// <summary>Makes the labels of many series once, in one arena, so that each family only copies them.</summary>
internal sealed class LabelEncoder
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\"\n");

    private byte[] _arena = new byte[16 * 1024];
    private int _length;

    public void Clear() => _length = 0;

    public ReadOnlySpan<byte> Bytes(Labels labels) => _arena.AsSpan(labels.Start, labels.Length);

    /// <summary>Begins a set of labels.</summary>
    public LabelBuilder Begin() => new(this, _length);

    public LabelBuilder Begin(Labels first)
    {
        var builder = Begin();
        Reserve(first.Length);
        _arena.AsSpan(first.Start, first.Length).CopyTo(_arena.AsSpan(_length));
        _length += first.Length;
        return builder;
    }

    private void Add(bool first, ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        Reserve(name.Length + 4 + 2 * Encoding.UTF8.GetMaxByteCount(value.Length));
        if (!first)
        {
            _arena[_length++] = (byte)',';
        }

        name.CopyTo(_arena.AsSpan(_length));
        _length += name.Length;
        _arena[_length++] = (byte)'=';
        _arena[_length++] = (byte)'"';
        for (var next = value.IndexOfAny(Escaped); next >= 0; next = value.IndexOfAny(Escaped))
        {
            _length += Encoding.UTF8.GetBytes(value[..next], _arena.AsSpan(_length));
            _arena[_length++] = (byte)'\\';
            _arena[_length++] = value[next] == '\n' ? (byte)'n' : (byte)value[next];
            value = value[(next + 1)..];
        }

        _length += Encoding.UTF8.GetBytes(value, _arena.AsSpan(_length));
        _arena[_length++] = (byte)'"';
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes > _arena.Length)
        {
            Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _length + bytes));
        }
    }

    /// <summary>Where a set of labels lies in the arena.</summary>
    internal readonly record struct Labels(int Start, int Length);

    internal readonly struct LabelBuilder(LabelEncoder encoder, int start)
    {
        /// <summary>Adds a label; an empty value is no label.</summary>
        public LabelBuilder Add(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
        {
            if (!value.IsEmpty)
            {
                encoder.Add(encoder._length == start, name, value);
            }

            return this;
        }

        public Labels End() => new(start, encoder._length - start);
    }
}
