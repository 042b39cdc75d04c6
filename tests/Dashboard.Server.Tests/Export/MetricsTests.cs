using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Dashboard.Server.Export;
using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.Export;

public sealed class MetricsTests
{
    private const string OpenMetrics = "application/openmetrics-text;version=1.0.0";

    [Theory]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/json", false)]
    [InlineData("nonsense;;;", false)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;version=0.0.1", false)]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", false)]
    [InlineData("application/openmetrics-text;q=0.5,text/plain", false)]
    [InlineData("application/openmetrics-text;q=0.5,text/plain;q=0.4", true)]
    [InlineData("text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0", true)]
    [InlineData("application/openmetrics-text;q=0,*/*", false)]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", false)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", true)]
    public void Accept_chooses_the_format(string? accept, bool openMetrics) =>
        Assert.Equal(openMetrics, ExpositionFormat.Negotiate(accept).IsOpenMetrics);

    [Theory]
    [InlineData(null, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData(OpenMetrics, "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task One_exposition_has_the_process_and_the_cluster_and_each_family_once(string? accept, string contentType)
    {
        await using var server = await ExportServer.StartAsync();
        server.SetPods([Pod("a"), Pod("b")]);
        await server.ScrapeAsync(accept);

        using var response = await server.GetAsync("/metrics", accept);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var exposition = Exposition.Parse(text, accept is not null);

        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["a", "b"], exposition["k8s_pod_cpu_usage"].Select(sample => sample.Labels["k8s_pod_name"]));
        Assert.Contains(exposition.Families.Keys, family => family.StartsWith("kestrel_", StringComparison.Ordinal));
        Assert.Contains(exposition.Families.Keys, family => family.StartsWith("dotnet_", StringComparison.Ordinal));
        Assert.Contains(exposition.Families.Keys, family => family.StartsWith("dashboard_history_samples", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_and_labels_are_those_of_the_cluster_and_absent_ones_are_left_out()
    {
        await using var server = await ExportServer.StartAsync();
        var limited = Container("app", restarts: 3) with { CpuLimitNanocores = 1_500_000_000, MemoryRequestBytes = 64 << 20, Ready = true };
        server.SetPods([Pod("a", containers: [limited, Container("proxy")]), Pod("b", phase: "Pending", node: null, containers: [Container("app", ContainerState.Waiting)])]);
        var exposition = Exposition.Parse(await server.ScrapeAsync(OpenMetrics), openMetrics: true);

        var a = exposition["k8s_pod_cpu_usage"].Single(sample => sample.Labels["k8s_pod_name"] == "a");
        Assert.Equal(0.500000003, a.Value, 1e-12);
        Assert.Equal(["default", "a", "uid-a", "n1"], ["k8s_namespace_name", "k8s_pod_name", "k8s_pod_uid", "k8s_node_name"], (value, key) => a.Labels[key] == value);
        Assert.Equal(2_000_003, exposition["k8s_pod_memory_working_set_bytes"].Single(sample => sample.Labels["k8s_pod_name"] == "a").Value);
        Assert.Equal(1.5, Assert.Single(exposition["k8s_container_cpu_limit"]).Value);
        Assert.Equal(64 << 20, Assert.Single(exposition["k8s_container_memory_request_bytes"]).Value);
        Assert.Empty(exposition["k8s_container_cpu_request"]);
        Assert.Equal([3.0, 0, 0], exposition["k8s_container_restarts"].Select(sample => sample.Value));
        Assert.Equal("Pending", exposition["k8s_pod_status_phase"].Single(sample => sample.Labels["k8s_pod_name"] == "b").Labels["k8s_pod_status_phase"]);
        Assert.Equal(6, exposition["dashboard_source_up"].Count(sample => sample.Value == 1));
        Assert.Equal(1, exposition["k8s_cluster_pods"].Single(sample => sample.Labels["k8s_pod_status_phase"] == "Pending").Value);

        // The next answer has nothing of b.
        server.History.Apply(new ClusterDelta { At = server.At, PodSamples = new SampleBatch() });
        exposition = Exposition.Parse(await server.ScrapeAsync(), openMetrics: false);
        Assert.Empty(exposition["k8s_pod_cpu_usage"]);
        Assert.Equal(2, exposition["k8s_pod_status_phase"].Count);
        Assert.Equal(3, exposition["k8s_container_restarts_total"].Count);
    }

    [Fact]
    public async Task Names_that_need_escaping_come_back_as_they_were()
    {
        const string Evil = "back\\slash \"quoted\"\nnew line ünïcode {a=\"b\"} # EOF";
        await using var server = await ExportServer.StartAsync();
        server.SetPods([Pod("a", node: Evil, workload: new WorkloadRef("Deployment", Evil))]);

        var exposition = Exposition.Parse(await server.ScrapeAsync(OpenMetrics), openMetrics: true);

        Assert.Equal(Evil, Assert.Single(exposition["k8s_pod_cpu_usage"]).Labels["k8s_node_name"]);
        Assert.Equal(Evil, Assert.Single(exposition["k8s_workload_cpu_usage"]).Labels["k8s_workload_name"]);
    }

    [Fact]
    public async Task Without_series_for_each_pod_the_totals_stay()
    {
        await using var server = await ExportServer.StartAsync(("Export:PerPod", "false"));
        server.SetPods([Pod("a")]);
        var exposition = Exposition.Parse(await server.ScrapeAsync(), openMetrics: false);

        Assert.DoesNotContain(exposition.Samples, sample => sample.Labels.ContainsKey("k8s_pod_uid"));
        Assert.Single(exposition["k8s_namespace_cpu_usage"]);
        Assert.Single(exposition["k8s_workload_cpu_usage"]);
        Assert.Single(exposition["k8s_cluster_cpu_usage"]);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    [InlineData(null, false)]
    public async Task Gzip_is_given_to_who_asks_for_it(string? encoding, bool expected)
    {
        await using var server = await ExportServer.StartAsync();
        server.SetPods([.. Enumerable.Range(0, 1_000).Select(i => Pod($"p{i}"))]);
        using var response = await server.GetAsync("/metrics", OpenMetrics, encoding);

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.Contains("gzip"));
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(expected ? new GZipStream(body, CompressionMode.Decompress) : body);
        var exposition = Exposition.Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken), openMetrics: true);
        Assert.Equal(1_000, exposition["k8s_pod_cpu_usage"].Count);
    }

    [Fact]
    public async Task Ten_thousand_pods_are_all_there()
    {
        await using var server = await ExportServer.StartAsync();
        var pods = Enumerable.Range(0, 10_000).Select(i => Pod($"p{i}", containers: [Container("app"), Container("proxy")])).ToList();
        server.SetPods(pods);
        var exposition = Exposition.Parse(await server.ScrapeAsync(OpenMetrics), openMetrics: true);

        Assert.Equal(pods.Select(pod => pod.Uid).ToHashSet(), exposition["k8s_pod_memory_working_set_bytes"].Select(sample => sample.Labels["k8s_pod_uid"]).ToHashSet());
        Assert.Equal(20_000, exposition["k8s_container_cpu_usage"].Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OpenMetrics)]
    public async Task Promtool_finds_nothing(string? accept)
    {
        await using var server = await ExportServer.StartAsync();
        server.SetPods([Pod("a", containers: [Container("app", restarts: 1) with { CpuLimitNanocores = 1, CpuRequestNanocores = 1, MemoryLimitBytes = 1, MemoryRequestBytes = 1 }])]);
        server.History.Apply(new ClusterDelta { At = server.At, Nodes = [Node("n1") with { CpuAllocatableNanocores = 1, MemoryAllocatableBytes = 1 }] });
        await server.ScrapeAsync(accept);

        // promtool reads the text format only; names, help and types are the same in both, but for the counters' _total.
        var text = await server.ScrapeAsync(accept);
        if (accept is not null)
        {
            Exposition.Parse(text, openMetrics: true);
            return;
        }

        Assert.Equal((0, ""), await PromtoolAsync(text));
    }

    [Fact]
    public async Task Promtool_would_find_something() =>
        Assert.NotEqual((0, ""), await PromtoolAsync("# HELP bad_count Bad.\n# TYPE bad_count gauge\nbad_count 1\n"));

    private static async Task<(int ExitCode, string Output)> PromtoolAsync(string text)
    {
        using var promtool = Start();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var output = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (promtool.ExitCode, output);

        static Process Start()
        {
            try
            {
                return Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    StandardInputEncoding = new UTF8Encoding(false),
                })!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip("promtool is not installed; it comes with Prometheus.");
                throw;
            }
        }
    }
}
