using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Dashboard.Diagnostics.Sources;

/// <summary>
/// Finds in a state machine's MoveNext where each state is entered: the compiler stores a constant into the state's field before it suspends. This is read from the code, not counted
/// from the symbols' list of yields and resumes: awaits that cannot be reached have a state but no yield, and the yields of async iterators are in no list.
/// </summary>
internal static class SuspensionPoints
{
    private const int Finished = -2;
    private const int Running = -1;
    private const int FirstYield = -4; // -3 is an async iterator's beginning

    private static readonly FrozenDictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields()
        .Select(f => f.GetValue(null))
        .OfType<OpCode>()
        .ToFrozenDictionary(o => (ushort)o.Value, o => o.OperandType);

    /// <summary>State to the IL offset at which it is stored; empty for code that is no state machine or is not understood.</summary>
    public static Dictionary<int, int> Read(MetadataReader metadata, ReadOnlySpan<byte> code)
    {
        var states = new Dictionary<int, int>();
        int? constant = null;
        var position = 0;
        while (position < code.Length)
        {
            var offset = position;
            ushort operation = code[position++];
            if (operation == 0xFE && position < code.Length)
                operation = (ushort)(0xFE00 | code[position++]);
            if (!Operands.TryGetValue(operation, out var kind))
                return [];
            var size = OperandBytes(kind, code[position..]);
            if (size < 0 || position + size > code.Length)
                return [];
            var operand = code.Slice(position, size);
            position += size;

            if (Constant(operation, operand) is { } value)
            {
                constant = value;
            }
            else if (operation == (ushort)OpCodes.Stfld.Value)
            {
                if (constant is { } state && state is not (Finished or Running) && (state >= 0 || state <= FirstYield)
                    && IsState(metadata, MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(operand))))
                    states[state] = offset;
                constant = null;
            }
            else if (operation != (ushort)OpCodes.Dup.Value && !IsStoreLocal(operation))
            {
                // "ldarg.0, ldc 1, dup, stloc.0, stfld" is how it is written; anything else between means another value.
                constant = null;
            }
        }

        return states;
    }

    private static int? Constant(ushort operation, ReadOnlySpan<byte> operand) => operation switch
    {
        >= 0x15 and <= 0x1E => operation - 0x16, // ldc.i4.m1 to ldc.i4.8
        0x1F => (sbyte)operand[0],
        0x20 => BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => null,
    };

    // stloc.0 to stloc.3, stloc.s, stloc
    private static bool IsStoreLocal(ushort operation) => operation is >= 0x0A and <= 0x0D or 0x13 or 0xFE0E;

    private static bool IsState(MetadataReader metadata, EntityHandle field)
    {
        // Within a generic state machine the field is a reference.
        var name = field.Kind switch
        {
            HandleKind.FieldDefinition => metadata.GetFieldDefinition((FieldDefinitionHandle)field).Name,
            HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)field).Name,
            _ => default,
        };
        return !name.IsNil && (metadata.StringComparer.Equals(name, "<>1__state") || metadata.StringComparer.Equals(name, "$State"));
    }

    private static int OperandBytes(OperandType kind, ReadOnlySpan<byte> rest) => kind switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => rest.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest) is not (>= 0 and < 1 << 24) ? -1 : 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(rest),
        _ => 4,
    };
}
