using System.Buffers;
using System.Text;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Writes protocol buffer fields by hand: varints, text and messages are all that profile.proto has. A zero is left out, as proto3 does.</summary>
internal sealed class ProtoMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public ProtoMessage Number(int field, long value)
    {
        if (value == 0)
            return this;
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public ProtoMessage Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public ProtoMessage Numbers(int field, IEnumerable<long> values)
    {
        var packed = new ProtoMessage();
        foreach (var value in values)
            packed.Varint((ulong)value);
        return packed.Bytes.IsEmpty ? this : Delimited(field, packed.Bytes);
    }

    public ProtoMessage Text(int field, string value) => Delimited(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Message(int field, ProtoMessage message) => Delimited(field, message.Bytes);

    private ProtoMessage Delimited(int field, ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private void Varint(ulong value)
    {
        var bytes = _bytes.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
