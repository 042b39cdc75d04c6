using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Server.History;
using Dashboard.Server.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests.Live;

/// <summary>The hub and the API over a history of the test's own, on a free port of loopback.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://localhost");

    public ViewCache Cache => _app.Services.GetRequiredService<ViewCache>();

    public IServiceProvider Services => _app.Services;

    public static async Task<LiveServer> StartAsync(ClusterHistory history, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(history);
        builder.AddLive();
        var server = new LiveServer(builder.Build());
        server._app.MapLive();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        server.Address = new Uri(server._app.Urls.Single());
        return server;
    }

    public async Task<HubConnection> ConnectAsync()
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(Address, "/hubs/live")).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

/// <summary>A stream of the hub, message by message.</summary>
internal sealed class LiveStream : IDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task<ChannelReader<JsonElement>> _messages;

    private LiveStream(HubConnection connection, string method, object?[] arguments) =>
        _messages = connection.StreamAsChannelCoreAsync<JsonElement>(method, arguments, _ending.Token);

    public static LiveStream Open(HubConnection connection, string method, params object?[] arguments) => new(connection, method, arguments);

    public async Task<JsonElement> NextAsync()
    {
        var messages = await _messages;
        try
        {
            return await messages.ReadAsync(_ending.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
        catch (ChannelClosedException closed) when (closed.GetBaseException() is HubException error)
        {
            throw error;
        }
    }

    /// <summary>Reads until a message is as it should be: versions that nobody waits for may be left out or not.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isIt)
    {
        while (true)
        {
            var message = await NextAsync();
            if (isIt(message))
            {
                return message;
            }
        }
    }

    /// <summary>Whether the stream is open and everything that came was read.</summary>
    public async Task<bool> IsOpenAndReadAsync()
    {
        var messages = await _messages;
        return !messages.TryPeek(out _) && !messages.Completion.IsCompleted;
    }

    /// <summary>Tells the server that nobody reads on.</summary>
    public void End() => _ending.Cancel();

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }
}
