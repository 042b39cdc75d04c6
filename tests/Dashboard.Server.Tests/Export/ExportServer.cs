using System.Net.Http.Headers;
using System.Text;
using Dashboard.Server.History;
using Dashboard.Server.Tests.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests.Export;

/// <summary>A server with History and Export alone, on a port of its own, and a cluster that is written by hand.</summary>
internal sealed class ExportServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SampleBatch _batch = new();

    private ExportServer(WebApplication app)
    {
        _app = app;
        History = app.Services.GetRequiredService<ClusterHistory>();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ClusterHistory History { get; }

    public HttpClient Client { get; }

    public DateTimeOffset At { get; private set; } = HistoryRig.Start;

    public static async Task<ExportServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddHistory();
        builder.AddExport();
        var app = builder.Build();
        app.MapExport();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ExportServer(app);
    }

    /// <summary>The cluster consists of these pods from now on, and all their containers use something.</summary>
    public void SetPods(IReadOnlyCollection<PodFacts> pods)
    {
        At += TimeSpan.FromSeconds(15);
        _batch.Clear();
        var i = 0;
        foreach (var pod in pods)
        {
            foreach (var container in pod.Containers)
            {
                _batch.AddUsage(Encoding.UTF8.GetBytes(container.Name), 250_000_000 + ++i, 1_000_000 + i);
            }

            _batch.EndRow(Encoding.UTF8.GetBytes(pod.Namespace), Encoding.UTF8.GetBytes(pod.Name), HistoryRig.Ms(At), 15_000);
        }

        History.Apply(new ClusterDelta
        {
            At = At,
            Pods = [.. pods],
            PodsAreComplete = true,
            PodSamples = _batch,
            Sources = [.. Enum.GetValues<SourceKind>().Select(kind => HistoryRig.Source(kind, SourceCondition.Fresh) with { LastSuccessAt = At })],
        });
    }

    public async Task<string> ScrapeAsync(string? accept = null, string? encoding = null)
    {
        using var response = await GetAsync("/metrics", accept, encoding);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (encoding is not null)
        {
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(encoding));
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
