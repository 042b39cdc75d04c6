using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Which process a page is about.</summary>
internal sealed record ProcessFacts(string Name, int Id, string Runtime, TimeSpan Uptime, DateTimeOffset Now)
{
    public static ProcessFacts Read(string name, TimeProvider timeProvider)
    {
        var now = timeProvider.GetUtcNow();
        return new ProcessFacts(name, Environment.ProcessId, RuntimeInformation.FrameworkDescription, now - StartedAt, now);
    }

    public static DateTimeOffset StartedAt { get; } = ReadStart();

    private static DateTimeOffset ReadStart()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
