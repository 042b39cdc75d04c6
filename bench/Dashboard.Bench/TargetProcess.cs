using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Bench;

/// <summary>The target as a process of its own, and what the kernel knows of it.</summary>
internal sealed class TargetProcess : IAsyncDisposable
{
    private readonly Process _process;

    private TargetProcess(Process process, string address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    public int Id => _process.Id;

    public static async Task<TargetProcess> StartAsync(int heapMegabytes)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["profiles-target", heapMegabytes.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return address is null ? throw new InvalidOperationException("The target ended before it answered.") : new TargetProcess(process, address);
    }

    public async Task<double> NumberAsync(string path) => double.Parse(await Client.GetStringAsync(path), CultureInfo.InvariantCulture);

    /// <summary>Has the kernel forget the highest resident size so far (proc_pid_clear_refs(5)).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Id}/clear_refs", "5");

    public long ResidentBytes => StatusBytes("VmRSS");

    public long PeakResidentBytes => StatusBytes("VmHWM");

    public int Threads => Directory.GetDirectories($"/proc/{Id}/task").Length;

    /// <summary>Workers come and go by the pool's own will.</summary>
    public int ThreadsBesidePool => Directory.GetDirectories($"/proc/{Id}/task").Count(t => !File.ReadAllText(Path.Join(t, "comm")).StartsWith(".NET TP", StringComparison.Ordinal));

    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{Id}/fd").Length;

    /// <summary>The runtime opens an assembly when it is first needed and keeps it open: each once.</summary>
    public int DescriptorsOfAssemblies => Directory.GetFileSystemEntries($"/proc/{Id}/fd").Count(fd => new FileInfo(fd).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) == true);

    public int Sockets => Directory.GetFileSystemEntries($"/proc/{Id}/fd").Count(fd => new FileInfo(fd).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>Zombies too.</summary>
    public int Children => Directory.GetDirectories("/proc").Count(d => char.IsAsciiDigit(Path.GetFileName(d)[0]) && IsChild(d));

    public int Mappings => File.ReadLines($"/proc/{Id}/maps").Count();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private long StatusBytes(string name)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private bool IsChild(string directory)
    {
        try
        {
            // "ID (name) state parent …"; a name may hold parentheses.
            return File.ReadAllText(Path.Join(directory, "stat")) is var stat
                && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == Id.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // No process, or one that has just ended.
            return false;
        }
    }
}
