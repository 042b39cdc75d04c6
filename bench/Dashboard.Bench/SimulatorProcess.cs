using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Bench;

/// <summary>The simulator as a process of its own, so that its CPU is not counted.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SimulatorProcess(Process process, string directory) => (_process, Directory) = (process, directory);

    public string Directory { get; }

    public string Kubeconfig => Path.Combine(Directory, "config");

    public static async Task<SimulatorProcess> StartAsync(int pods)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("dashboard-bench-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])
            [
                Path.Combine(AppContext.BaseDirectory, "Dashboard.Simulator.dll"), "--port", "0", "--kubeconfig", Path.Combine(directory, "config"),
                "--pods", pods.ToString(CultureInfo.InvariantCulture), "--nodes", Math.Max(4, pods / 100).ToString(CultureInfo.InvariantCulture),
            ])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return ready is null ? throw new InvalidOperationException("The simulator ended before it answered.") : new SimulatorProcess(process, directory);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
