using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>One thread's managed stack, the leaf first: names of methods. Empty when no managed method is on it.</summary>
/// <param name="ThreadId">The operating system's.</param>
internal sealed record ThreadStack(long ThreadId, IReadOnlyList<MethodName> Frames);

/// <summary>A method as a person writes it, the module that holds it, and where in its source, if its symbols tell.</summary>
internal readonly record struct MethodName(string Name, string Module, string File = "", int Line = 0)
{
    public Frame ToFrame() => new(Name, File is { Length: > 0 } ? File : Module, Line, Module);
}
