using System.Diagnostics;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>One test of this assembly in a process of its own: for what is decided when a process starts, or what ends one.</summary>
internal static class OwnProcess
{
    public static Process Start(Type type, string method, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(type.Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{type.FullName}.{method}");
        return Process.Start(start)!;
    }
}
