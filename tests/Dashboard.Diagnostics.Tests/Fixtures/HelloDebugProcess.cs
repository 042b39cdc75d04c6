using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>samples/HelloDebug as a process of its own: for what is decided when a process starts.</summary>
internal sealed class HelloDebugProcess : IAsyncDisposable
{
    /// <summary>For a whole capture on a machine that is busy with other things: what takes longer hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private HelloDebugProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Longest };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it, and returns when it listens.</summary>
    /// <param name="start">Starts the process; null is as usual.</param>
    /// <param name="environment">Beside that of this process.</param>
    public static async Task<HelloDebugProcess> StartAsync(Func<ProcessStartInfo, Process>? start = null, params (string Name, string Value)[] environment)
    {
        var program = Path.Join(Repository.Root, "samples", "HelloDebug", "bin", Repository.Configuration, "HelloDebug.dll");
        var info = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var process = (start ?? (i => Process.Start(i)!))(info);
        try
        {
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return new HelloDebugProcess(process, await AddressAsync(process));
        }
        catch
        {
            await StopAsync(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync(_process);
    }

    private static async Task StopAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        var said = "";
        Match address;
        while (!(address = Regex.Match(said, @"Now listening on: (http://\S+)")).Success)
            said += await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"HelloDebug ended: {said}");
        // Its log goes on: read, so that it is never held up.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new Uri(address.Groups[1].Value);
    }
}
