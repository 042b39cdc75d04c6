namespace Dashboard.Diagnostics.Pprof;

/// <summary>Whose code a frame is. What people look for is nearly always in their own.</summary>
internal static class FrameOrigin
{
    private static readonly string[] FrameworkModules = ["System.", "Microsoft.", "Dashboard.Diagnostics."];
    private static readonly string[] FrameworkFiles = ["mscorlib.dll", "netstandard.dll", "WindowsBase.dll"];

    /// <summary>The runtime's, the framework's or this library's; what no assembly holds, such as a thread's role or a root of the heap, is nobody's own.</summary>
    public static bool IsFramework(Frame frame) =>
        frame.Module.Length == 0
            ? !IsName(frame.Function) || FrameworkModules.Any(m => frame.Function.StartsWith(m, StringComparison.Ordinal))
            : FrameworkModules.Any(m => frame.Module.StartsWith(m, StringComparison.OrdinalIgnoreCase)) || FrameworkFiles.Contains(frame.Module, StringComparer.OrdinalIgnoreCase);

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
