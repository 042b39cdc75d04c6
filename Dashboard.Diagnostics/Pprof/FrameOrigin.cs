namespace Dashboard.Diagnostics.Pprof;

/// <summary>Whose code a frame is. What people look for is nearly always in their own.</summary>
internal static class FrameOrigin
{
    private static readonly string[] FrameworkModules = ["System.", "Microsoft.", "Dashboard.Diagnostics."];
    private static readonly string[] FrameworkFiles = ["mscorlib.dll", "netstandard.dll", "WindowsBase.dll"];

    /// <summary>The runtime's, the framework's or this library's; what is no name, such as "[GC]" or a root of the heap, is nobody's own.</summary>
    public static bool IsFramework(Frame frame)
    {
        if (!IsName(frame.Function))
            return true;
        return frame.Module.Length == 0
            ? FrameworkModules.Any(m => frame.Function.StartsWith(m, StringComparison.Ordinal))
            : FrameworkModules.Any(m => frame.Module.StartsWith(m, StringComparison.OrdinalIgnoreCase)) || FrameworkFiles.Contains(frame.Module, StringComparer.OrdinalIgnoreCase);
    }

    public static bool HasOwn(IReadOnlyList<Frame> stack)
    {
        foreach (var frame in stack)
        {
            if (!IsFramework(frame))
                return true;
        }

        return false;
    }

    private static bool IsName(string function) => function.Length > 0 && (char.IsLetter(function[0]) || function[0] is '_' or '<');
}
