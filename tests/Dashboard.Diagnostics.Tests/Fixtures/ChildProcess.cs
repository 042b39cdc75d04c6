using System.Diagnostics;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>Runs one test again in a process of its own, for what would disturb the others here or is decided when a process starts.</summary>
internal static class ChildProcess
{
    private const string Mark = "DASHBOARD_TEST_CHILD";

    /// <summary>This process is such a child.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable(Mark) == "1";

    public static async Task RunAsync(Type type, string method)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, Environment = { [Mark] = "1" } };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(type.Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{type.FullName}.{method}");
        using var child = Process.Start(start)!;
        try
        {
            var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(child.ExitCode == 0 && output.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", StringComparison.Ordinal), output);
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
    }
}
