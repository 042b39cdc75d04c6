using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.Export;

/// <summary>A real Prometheus scrapes ten thousand pods, and forgets those that went away.</summary>
public sealed class PrometheusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-prometheus").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Prometheus_has_every_pod_and_no_series_of_a_deleted_one()
    {
        await using var server = await ExportServer.StartAsync();
        var pods = Enumerable.Range(0, 10_000).Select(i => Pod($"p{i}")).ToList();
        server.SetPods(pods);
        var address = $"127.0.0.1:{FreePort()}";
        using var prometheus = await StartAsync(server, address);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };
            await UntilAsync(client, "count(k8s_pod_memory_working_set_bytes)", "10000");
            await UntilAsync(client, "count(count by (k8s_pod_uid) (k8s_container_cpu_usage))", "10000");
            await UntilAsync(client, "sum(dashboard_source_up)", "6");

            server.SetPods(pods[..9_000]);

            await UntilAsync(client, "count(k8s_pod_memory_working_set_bytes)", "9000");
            await UntilAsync(client, "count(k8s_pod_cpu_usage{k8s_pod_name=\"p9500\"})", null);
        }
        finally
        {
            prometheus.Kill(entireProcessTree: true);
            await prometheus.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<Process> StartAsync(ExportServer server, string address)
    {
        var configuration = Path.Combine(_folder, "prometheus.yml");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: dashboard
                static_configs:
                  - targets: ["{{server.Client.BaseAddress!.Authority}}"]
            """,
            TestContext.Current.CancellationToken);
        try
        {
            return Process.Start(new ProcessStartInfo(
                "prometheus",
                [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(_folder, "data")}", $"--web.listen-address={address}", "--log.level=error"]))!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("prometheus is not installed.");
            throw;
        }
    }

    /// <summary>Asks until the answer is the one expected; null expects none.</summary>
    private static async Task UntilAsync(HttpClient client, string query, string? expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        string? answer = "nothing";
        try
        {
            do
            {
                answer = await AskAsync();
            }
            while (answer != expected && await tick.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"{query} is {answer ?? "empty"} after 30 s, expected {expected ?? "empty"}");
        }

        async Task<string?> AskAsync()
        {
            try
            {
                var body = await client.GetFromJsonAsync<JsonElement>($"/api/v1/query?query={Uri.EscapeDataString(query)}", limit.Token);
                var result = body.GetProperty("data").GetProperty("result");
                return result.GetArrayLength() == 0 ? null : result[0].GetProperty("value")[1].GetString();
            }
            catch (HttpRequestException)
            {
                // It is still starting.
                return "nothing";
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
