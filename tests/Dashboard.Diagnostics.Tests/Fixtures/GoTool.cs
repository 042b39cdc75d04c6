using System.Diagnostics;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>Go's own reader of profiles.</summary>
internal static class GoTool
{
    public static bool Exists { get; } =
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Any(p => File.Exists(Path.Join(p, "go"))) == true;

    public static async Task<(string Output, string Errors, int ExitCode)> PprofAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("pprof");
        try
        {
            var start = new ProcessStartInfo("go", ["tool", "pprof", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PPROF_TMPDIR"] = folder.FullName },
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (await output, await errors, process.ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
