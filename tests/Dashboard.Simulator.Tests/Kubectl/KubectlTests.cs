using System.Diagnostics;

namespace Dashboard.Simulator.Tests.Kubectl;

/// <summary>The real kubectl against the simulator; skipped where it is not installed.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("simulator-kubectl").FullName;
    private SimulatedApiServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string KubeconfigPath => Path.Combine(_home, "sub", "kubeconfig");

    public async ValueTask InitializeAsync() =>
        _server = await SimulatedApiServer.StartAsync(new SimulatorOptions { KubeconfigPath = KubeconfigPath, Speed = 20 }, cancellationToken: Cancelled);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public void The_kubeconfig_is_for_its_owner_only_and_nothing_else_is_left_beside_it()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no such modes");
        else Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KubeconfigPath));
        Assert.Equal([KubeconfigPath], Directory.GetFiles(Path.GetDirectoryName(KubeconfigPath)!));
    }

    [Theory]
    [InlineData("get pods -A", "NAMESPACE NAME READY STATUS RESTARTS AGE", 200)]
    [InlineData("get pods -A --chunk-size=33", "NAMESPACE NAME READY STATUS RESTARTS AGE", 200)]
    [InlineData("get pods -n shop -l app=cart -o wide", "NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES", 3)]
    [InlineData("get pods -A --field-selector spec.nodeName=none", "", 0)]
    [InlineData("get nodes -o wide", "NAME STATUS ROLES AGE VERSION INTERNAL-IP EXTERNAL-IP OS-IMAGE KERNEL-VERSION CONTAINER-RUNTIME", 8)]
    [InlineData("get deploy -n shop", "NAME READY UP-TO-DATE AVAILABLE AGE", 7)]
    [InlineData("get statefulsets,daemonsets -n messaging", "NAME READY AGE", 1)]
    [InlineData("get rs -n dbaas", "NAME DESIRED CURRENT READY AGE", 2)]
    [InlineData("get cronjobs -A", "NAMESPACE NAME SCHEDULE TIMEZONE SUSPEND ACTIVE LAST SCHEDULE AGE", 2)]
    [InlineData("get namespaces kube-system", "NAME STATUS AGE", 1)]
    [InlineData("get resourcequotas -n shop", "NAME REQUEST LIMIT AGE", 1)]
    [InlineData("get events -n ml -o wide", "LAST SEEN TYPE REASON OBJECT SUBOBJECT SOURCE MESSAGE FIRST SEEN COUNT NAME", 1)]
    [InlineData("top nodes", "NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%)", 8)]
    [InlineData("top pods -n shop -l app=redis --containers", "POD NAME CPU(cores) MEMORY(bytes)", 6)]
    public async Task Prints_a_table(string arguments, string header, int rows)
    {
        var lines = await RunAsync(arguments);

        Assert.Equal(header, lines.Count == 0 ? "" : string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(rows, Math.Max(0, lines.Count - 1));
    }

    [Fact]
    public async Task Top_pods_shows_the_sample_that_the_API_gives()
    {
        var top = await RunAsync("top pods -n dbaas --no-headers");
        var dbaas = top.Single(l => l.StartsWith("dbaas-", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.InRange(int.Parse(dbaas[2][..^2], System.Globalization.CultureInfo.InvariantCulture), 1_650, 2_048);
    }

    [Fact]
    public async Task Yaml_refusals_and_the_version_are_as_from_a_cluster()
    {
        var yaml = await RunAsync("get pods -n dbaas -l app=dbaas -o yaml");
        var forbidden = await RunAsync("delete pod none -n shop --context simulator-dashboard", exitCode: 1);
        var version = await RunAsync("version");

        Assert.Contains("          memory: 2Gi", yaml);
        Assert.StartsWith("Error from server (Forbidden)", forbidden[0], StringComparison.Ordinal);
        Assert.Contains(version, l => l.StartsWith("Server Version: v1.33.4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_who_one_is_and_what_one_may()
    {
        Assert.Equal(["yes"], await RunAsync("auth can-i list pods -n shop"));
        Assert.Equal(["no", "no rule of the simulated cluster allows it"], (await RunAsync("auth can-i delete pods -n shop --context simulator-dashboard", exitCode: 1))[0].Split(" - "));
        Assert.Equal(["yes"], await RunAsync("auth can-i get /healthz --context simulator-dashboard"));
        Assert.Equal("simulator-admin", (await RunAsync("auth whoami -o jsonpath={.status.userInfo.username}"))[0]);
    }

    [Fact]
    public async Task Logs_are_refused_with_the_reason()
    {
        var pod = (await RunAsync("get pods -n shop -l app=cart -o name"))[0]["pod/".Length..];

        Assert.Equal([$"Error from server (BadRequest): pod \"{pod}\" is simulated: nothing runs in it, so there is no log of it"], await RunAsync($"logs -n shop {pod}", exitCode: 1));
        Assert.Equal(["error: error from server (NotFound): pods \"none\" not found in namespace \"shop\""], await RunAsync("logs -n shop none", exitCode: 1));
    }

    [Fact]
    public async Task A_watch_shows_a_deleted_pod_go_and_its_successor_become_ready()
    {
        var pod = (await RunAsync("get pods -n shop -l app=cart -o name"))[0];
        using var watch = Start("get pods -n shop -l app=cart -w");
        for (var i = 0; i < 4; i++) await watch.StandardOutput.ReadLineAsync(Cancelled);

        await RunAsync($"delete -n shop {pod} --wait=false");

        var seen = new List<string>();
        while (await watch.StandardOutput.ReadLineAsync(Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancelled) is { } line)
        {
            seen.Add(line);
            if (seen.Exists(l => l.Contains("Terminating", StringComparison.Ordinal)) && seen.Exists(l => l.Contains("ContainerCreating", StringComparison.Ordinal)) &&
                line.Contains("1/1", StringComparison.Ordinal) && line.Contains("Running", StringComparison.Ordinal)) break;
        }

        watch.Kill();
        await watch.WaitForExitAsync(Cancelled);
        Assert.Contains(seen, l => l.Contains("Terminating", StringComparison.Ordinal));
        Assert.Contains(seen, l => l.Contains("Pending", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_is_told_in_kubectls_words()
    {
        _server.Faults.Pods = FaultKind.Forbidden;
        _server.Faults.PodMetrics = FaultKind.NotFound;
        _server.Faults.NodeMetrics = FaultKind.NotFound;

        Assert.Contains("forbidden", string.Join('\n', await RunAsync("get pods -A", exitCode: 1)), StringComparison.Ordinal);
        Assert.Contains("Metrics API not available", string.Join('\n', await RunAsync("top pods -A", exitCode: 1)), StringComparison.Ordinal);
    }

    private async Task<List<string>> RunAsync(string arguments, int exitCode = 0)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(Cancelled);
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        Assert.True(exitCode == process.ExitCode, $"kubectl {arguments} ended with {process.ExitCode}: {await errors}");
        return [.. ((await output) + (exitCode == 0 ? "" : await errors)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private Process Start(string arguments)
    {
        var kubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(d => Path.Combine(d, "kubectl")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(kubectl is null, "kubectl is not on the PATH");
        var start = new ProcessStartInfo(kubectl!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = KubeconfigPath;
        start.Environment["HOME"] = _home; // kubectl keeps what it discovered there
        return Process.Start(start)!;
    }
}
