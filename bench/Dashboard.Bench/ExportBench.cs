using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Dashboard.Server.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Dashboard.Bench;

/// <summary>A scrape of the cluster's series by the writer, against the very same series through OpenTelemetry's SDK: CPU of the process per scrape, in turns.</summary>
internal static partial class ExportBench
{
    private const int Rounds = 5;
    private const int ScrapesPerRound = 4;

    private static byte[] _floor = [];

    public static async Task RunAsync(int pods = 10_000)
    {
        using var client = new HttpClient();
        await using var own = await StartOwnAsync(pods);
        var text = await client.GetStringAsync(own.Urls.Single() + "/metrics");
        using var meter = new Meter("Bench");
        var series = Publish(meter, text);
        await using var sdk = await StartSdkAsync();
        var (writer, openTelemetry, floor) = (new List<double>(), new List<double>(), new List<double>());
        _floor = System.Text.Encoding.UTF8.GetBytes(text);
        for (var round = -1; round < Rounds; round++)
        {
            var first = await CpuAsync(client, own.Urls.Single() + "/metrics");
            var second = await CpuAsync(client, sdk.Urls.Single() + "/metrics");
            var third = await CpuAsync(client, own.Urls.Single() + "/floor");
            if (round >= 0)
            {
                floor.Add(third);
                writer.Add(first);
                openTelemetry.Add(second);
            }
        }

        var (mine, theirs, least) = (Median(writer), Median(openTelemetry), Median(floor));
        Console.WriteLine($"{pods} pods, {series} series, {text.Length / 1e6:F1} MB: server and client, CPU per scrape");
        Console.WriteLine($"  writer {mine:F1} ms, OpenTelemetry SDK {theirs:F1} ms, ratio 1/{theirs / mine:F1}; sending the same bytes from memory {least:F1} ms");

        static double Median(List<double> values) => values.Order().ElementAt(Rounds / 2);
    }

    private static async Task<WebApplication> StartOwnAsync(int pods)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHistory();
        builder.AddExport();
        var app = builder.Build();
        app.MapExport();
        app.MapGet("/floor", async context =>
        {
            for (var rest = _floor.AsMemory(); rest.Length > 0; rest = rest[Math.Min(rest.Length, 64 * 1024)..])
            {
                await context.Response.BodyWriter.WriteAsync(rest[..Math.Min(rest.Length, 64 * 1024)]);
            }
        });
        var cluster = new SyntheticCluster(pods);
        cluster.Sample(SyntheticCluster.Start);
        app.Services.GetRequiredService<ClusterHistory>().Apply(
            new ClusterDelta { At = SyntheticCluster.Start, Pods = cluster.Facts, PodsAreComplete = true, PodSamples = cluster.Batch });
        await app.StartAsync();
        return app;
    }

    private static async Task<WebApplication> StartSdkAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Bench")
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = 100_000 })
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0));
        var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync();
        return app;
    }

    /// <summary>Gives every series of pods and containers to the SDK, labels made beforehand.</summary>
    private static int Publish(Meter meter, string text)
    {
        var series = 0;
        foreach (var family in text.Split('\n').Where(line => line.StartsWith("k8s_pod_", StringComparison.Ordinal) || line.StartsWith("k8s_container_", StringComparison.Ordinal))
            .GroupBy(line => line[..line.IndexOf('{', StringComparison.Ordinal)]))
        {
            Measurement<double>[] measurements =
            [
                .. family.Select(line => new Measurement<double>(
                    double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture),
                    Label().Matches(line).Select(match => KeyValuePair.Create(match.Groups[1].Value, (object?)match.Groups[2].Value)).ToArray())),
            ];
            series += measurements.Length;
            meter.CreateObservableGauge(family.Key, () => measurements);
        }

        return series;
    }

    private static async Task<double> CpuAsync(HttpClient client, string url)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < ScrapesPerRound; i++)
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            await response.Content.CopyToAsync(Stream.Null);
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / ScrapesPerRound;
    }

    [GeneratedRegex("([a-z0-9_]+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}
