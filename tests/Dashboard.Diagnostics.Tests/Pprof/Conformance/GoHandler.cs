using System.Diagnostics;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof.Conformance;

/// <summary>Go's own net/http/pprof, built from Fixtures/GoPprof and running beside the host for the tests of one class.</summary>
public sealed class GoHandler : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gopprof");
    private Process? _process;

    /// <summary>Its address; null without go.</summary>
    public Uri? Address { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!Go.IsThere)
            return;
        var program = Path.Join(_folder.FullName, "gopprof");
        using (var build = Go.Start(_folder.FullName, "build", "-o", program, Fixture.Path("GoPprof/main.go")))
        {
            var errors = await build.StandardError.ReadToEndAsync();
            await build.WaitForExitAsync();
            Assert.True(build.ExitCode == 0, errors);
        }

        _process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Address = new Uri(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Go's server ended."));
    }

    public ValueTask DisposeAsync()
    {
        // The end of its input ends it; should this process die, that happens of itself.
        if (_process is { } process)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
