using System.Globalization;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The parts of a frame's name, for places with little room.</summary>
internal static class FrameName
{
    /// <summary>What leads to the method, with the last dot; the method; its type arguments and parameters.</summary>
    public static (string Scope, string Method, string Parameters) Split(string function)
    {
        if (IsNoName(function))
            return ("", function, "");
        var start = LastDot(function, function.Length) + 1;
        // The first letter may be the compiler's bracket.
        var end = start + 1 < function.Length ? function.AsSpan(start + 1).IndexOfAny('(', '<', '[') : -1;
        return end < 0 ? (function[..start], function[start..], "") : (function[..start], function[start..(start + 1 + end)], function[(start + 1 + end)..]);
    }

    /// <summary>Type and method, without the namespace.</summary>
    public static string Short(string function)
    {
        var dot = IsNoName(function) ? -1 : LastDot(function, function.Length);
        return dot <= 0 ? function : function[(LastDot(function, dot) + 1)..];
    }

    /// <summary>The file without its folders, with the line; the module where no source is known.</summary>
    public static string Place(Frame frame)
    {
        if (frame.Line == 0)
            return frame.Module;
        var file = frame.File[(frame.File.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{frame.Line}");
    }

    // "[libc.so.6]", "[handle]": words for what is no method, with dots of their own.
    private static bool IsNoName(string function) => function.StartsWith('[') && function.EndsWith(']');

    // Dots within type arguments and parameters belong to other names. Those of a compiler's own names, as "<Main>$", begin a name and do not nest.
    private static int LastDot(string function, int end)
    {
        var (last, depth) = (-1, 0);
        for (var i = 0; i < end; i++)
        {
            switch (function[i])
            {
                case '<' or '[' when i > 0 && function[i - 1] != '.':
                case '(':
                    depth++;
                    break;
                case '>' or ']' or ')' when depth > 0:
                    depth--;
                    break;
                // A constructor's name begins with a dot of its own.
                case '.' when depth == 0 && (i == 0 || function[i - 1] != '.'):
                    last = i;
                    break;
            }
        }

        return last;
    }
}
