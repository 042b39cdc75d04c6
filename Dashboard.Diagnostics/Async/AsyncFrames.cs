using System.Reflection;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Async;

/// <summary>
/// Names async methods as the threads' stacks name them. One instance serves one capture.
/// </summary>
internal sealed class AsyncFrames(SourceLines sources)
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Dictionary<string, Module> _modules = LoadedByPath();
    private readonly Dictionary<Type, Method> _methods = [];
    private readonly Dictionary<(Type, int), Frame> _frames = [];

    /// <summary>The method of a state machine, with the file and line of the await that it is in.</summary>
    public Frame Of(Type machine, int state)
    {
        if (_frames.TryGetValue((machine, state), out var frame))
            return frame;
        if (!_methods.TryGetValue(machine, out var method))
            _methods[machine] = method = Find(machine);
        var line = method.Token != 0 ? sources.AtAwait(method.Path, method.Token, state) : null;
        return _frames[(machine, state)] = new Frame(method.Name, line?.File ?? method.Module, line?.Line ?? 0, method.Module);
    }

    /// <summary>The method of a state machine of which only the name is known, without a line.</summary>
    public Frame Of(string machine)
    {
        foreach (var module in _modules.Values)
        {
            try
            {
                if (module.Assembly.GetType(machine) is { } type && type.GetMethod("MoveNext", AnyInstance, []) is { } moveNext)
                    return new Frame(MethodNames.Write(moveNext), module.Name, Module: module.Name);
            }
            catch (Exception e) when (IsUnknown(e))
            {
                // Not in this one, or not loadable.
            }
        }

        return new Frame(NameAsWritten(machine), "");
    }

    private static bool IsUnknown(Exception e) =>
        e is ArgumentException or BadImageFormatException or TypeLoadException or FileNotFoundException or FileLoadException or NotSupportedException or AmbiguousMatchException;

    private static Method Find(Type machine)
    {
        var module = machine.Module;
        try
        {
            if (machine.GetMethod("MoveNext", AnyInstance, []) is { } moveNext)
                return new Method(MethodNames.Write(moveNext), module.FullyQualifiedName, module.Name, moveNext.MetadataToken);
        }
        catch (Exception e) when (IsUnknown(e))
        {
            // The type's name has to do.
        }

        return new Method(NameAsWritten(machine.FullName ?? machine.Name), module.FullyQualifiedName, module.Name, 0);
    }

    /// <summary>"Space.Type+&lt;Method&gt;d__3" as a person writes it: for modules that this process cannot look up, such as generated ones.</summary>
    internal static string NameAsWritten(string machine)
    {
        var start = machine.LastIndexOf("+<", StringComparison.Ordinal);
        var end = start < 0 ? -1 : machine.IndexOf(">d", start, StringComparison.Ordinal);
        return (end < 0 ? machine : $"{machine[..start]}.{machine[(start + 2)..end].Trim('<', '>')}").Replace('+', '.');
    }

    private static Dictionary<string, Module> LoadedByPath()
    {
        var modules = new Dictionary<string, Module>(StringComparer.Ordinal);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && assembly.ManifestModule is { } module)
                modules[module.FullyQualifiedName] = module;
        }

        return modules;
    }

    /// <param name="Path">Of the module.</param>
    /// <param name="Module">Its file name.</param>
    /// <param name="Token">Of MoveNext; 0 when it is not known.</param>
    private readonly record struct Method(string Name, string Path, string Module, int Token);
}
