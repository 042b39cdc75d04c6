using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;
using Dashboard.Diagnostics.Sources;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// Names the method at an instruction pointer of this process. The runtime knows its own methods; no symbols, no rundown. One instance serves one
/// capture, so that what it remembers cannot be wrong after code was thrown away. Who takes addresses off stacks holds a <see cref="LoadedCode"/> from before until they are named.
/// </summary>
/// <param name="lines">Tells file and line as well; null leaves them out.</param>
internal sealed class MethodNames(SourceLines? lines = null)
{
    private readonly Dictionary<nuint, MethodName> _known = [];
    private readonly Dictionary<MethodBase, string> _names = [];

    /// <summary>For the notes of a capture; null where lines are those of the instructions.</summary>
    public static string? NoteOnLines => IlOffsets.AreKnown
        ? null
        : $"Lines are those where each method begins: this runtime ({Environment.Version}) does not tell those of instructions in a way that this library knows.";

    /// <summary>A return address may lie behind the end of its method: pass <paramref name="isLeaf"/> false, and the call before it is looked up.</summary>
    public MethodName Of(nuint instructionPointer, bool isLeaf)
    {
        var at = isLeaf ? instructionPointer : instructionPointer - 1;
        if (_known.TryGetValue(at, out var name))
            return name;
        name = Find(at);
        // What is not known yet may be compiled meanwhile. What is known is held by its method, so its code stays where it is.
        if (name.IsKnown)
            _known[at] = name;
        return name;
    }

    private MethodName Find(nuint at)
    {
        try
        {
            if (MethodAt(null, (nint)at) is not { } method)
                return MethodName.Unknown;
            if (!_names.TryGetValue(method, out var name))
                _names[method] = name = Write(method);
            return Line(method, at) is { } line ? new MethodName(name, method.Module.Name, line.File, line.Line) : new MethodName(name, method.Module.Name);
        }
        catch (MissingMethodException e)
        {
            throw new CaptureException($"This runtime ({Environment.Version}) does not tell the method at an address: StackFrame.GetMethodFromNativeIP is gone.", e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or TypeLoadException or FileNotFoundException or BadImageFormatException)
        {
            // A dynamic method, or a type whose parts are not loadable.
            return MethodName.Unknown;
        }
    }

    private SourceLine? Line(MethodBase method, nuint at)
    {
        if (lines is null || method is DynamicMethod)
            return null;
        var offset = IlOffsets.AreKnown ? IlOffsets.Of(method, at) : 0;
        return offset is { } known ? lines.At(method.Module.FullyQualifiedName, method.Module.ModuleVersionId, method.MetadataToken, known) : null;
    }

    /// <summary>Namespace.Type&lt;T&gt;.Method; a compiler's name is turned back into the method that it was written in.</summary>
    internal static string Write(MethodBase method)
    {
        var text = new StringBuilder();
        var name = method.Name;
        if (method.DeclaringType is { } type)
        {
            // An async method or an iterator runs in MoveNext of a type of its own.
            if (Between(type.Name, out var outer, out var kind) && kind == 'd')
            {
                name = outer;
                type = type.DeclaringType ?? type;
            }

            while (type.Name.StartsWith("<>c", StringComparison.Ordinal) && type.DeclaringType is { } holder)
                type = holder;
            WriteType(text, type);
            text.Append('.');
        }

        if (Between(name, out var inside, out var sort))
        {
            name = sort switch
            {
                'g' => $"{Plain(inside)}.{LocalName(name)}",
                'b' => $"{Plain(inside)}.lambda",
                '$' => inside,
                _ => name,
            };
        }

        text.Append(name.StartsWith('.') ? name[1..] : name);
        if (method.IsGenericMethod)
            WriteArguments(text, method.IsGenericMethodDefinition ? method.GetGenericArguments() : ((MethodInfo)method).GetGenericMethodDefinition().GetGenericArguments(), 0);
        return text.ToString();
    }

    private static void WriteType(StringBuilder text, Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var chain = new Stack<Type>();
        for (var t = definition; t is not null; t = t.DeclaringType)
            chain.Push(t);
        if (definition.Namespace is { Length: > 0 } space)
            text.Append(space).Append('.');
        var arguments = definition.GetGenericArguments();
        var written = 0;
        foreach (var part in chain)
        {
            if (part.DeclaringType is not null)
                text.Append('.');
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            text.Append(tick < 0 ? part.Name : part.Name[..tick]);
            if (tick < 0)
                continue;
            var count = int.Parse(part.Name.AsSpan(tick + 1), CultureInfo.InvariantCulture);
            WriteArguments(text, arguments[..Math.Min(arguments.Length, written + count)], written);
            written += count;
        }
    }

    private static void WriteArguments(StringBuilder text, Type[] arguments, int from) =>
        text.Append('<').AppendJoin(',', arguments.Skip(from).Select(a => a.Name)).Append('>');

    // Statements outside of any type are <Main>$.
    private static string Plain(string name) => Between(name, out var inside, out var kind) && kind == '$' ? inside : name;

    // <Outer>d__3, <Outer>b__0_1, <Outer>g__Inner|0_0, <Main>$, and one in the other for an async lambda or local function: <<Outer>b__0>d
    private static bool Between(string name, out string inside, out char kind)
    {
        var close = name.LastIndexOf('>');
        if (name.StartsWith('<') && close > 1 && close + 1 < name.Length)
        {
            inside = name[1..close];
            kind = name[close + 1];
            return true;
        }

        (inside, kind) = (name, '\0');
        return false;
    }

    private static string LocalName(string name)
    {
        var start = name.LastIndexOf(">g__", StringComparison.Ordinal) + 4;
        var end = name.IndexOf('|', start);
        return end < 0 ? name[start..] : name[start..end];
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetMethodFromNativeIP")]
    private static extern MethodBase? MethodAt(StackFrame? type, nint instructionPointer);
}
