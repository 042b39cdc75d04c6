using Microsoft.Extensions.Options;

namespace Dashboard.Server.Cluster;

/// <summary>
/// The one shared way to the API server. Whoever asks it rents the client and gives it back; when a credential's file was rewritten or the
/// API server said 401, the next one who rents gets a new client, and the old one goes when its last request has ended.
/// </summary>
internal sealed partial class ClusterConnection(
    ClusterClientFactory factory,
    SocketBudget sockets,
    IOptions<ClusterOptions> options,
    TimeProvider timeProvider,
    ILogger<ClusterConnection> logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeSpan _checkInterval = options.Value.CredentialCheckInterval;
    private volatile ClusterClient? _client;
    private ClusterConfigurationException? _failure;
    private long _checkAgainAt;
    private bool _disposed;

    /// <summary>What is shown.</summary>
    public ClusterIdentity Identity => _client?.Identity ?? factory.FirstIdentity;

    /// <summary>The sockets to the API server, those of replaced clients included.</summary>
    public SocketBudget Sockets { get; } = sockets;

    /// <summary>Rents the shared client.</summary>
    /// <exception cref="ClusterConfigurationException">The configured cluster cannot be asked at all.</exception>
    public async ValueTask<ClusterLease> RentAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (timeProvider.GetTimestamp() >= _checkAgainAt)
            {
                await CheckAsync(cancellationToken);
                _checkAgainAt = timeProvider.GetTimestamp() + (long)(_checkInterval.TotalSeconds * timeProvider.TimestampFrequency);
            }

            return _client?.Rent() ?? throw _failure!;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _disposed = true;
            _client?.Retire();
            _client = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var old = _client;
        if (old is { Refused: false } && !old.FilesChanged())
        {
            return;
        }

        try
        {
            var made = await factory.CreateAsync(cancellationToken);
            _client = made;
            _failure = null;
            old?.Retire();
            Log.Connected(logger, made.Identity.Origin, made.Identity.Name, old is null ? "start" : old.Refused ? "the API server refused the old credentials" : "a credential's file changed");
        }
        catch (ClusterConfigurationException failure)
        {
            // The old client may still work; without one, those who rent get the reason.
            _failure = failure;
            Log.Broken(logger, failure.Message, failure.Remedy);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Cluster: {Origin} '{Name}' ({Reason})")]
        public static partial void Connected(ILogger logger, ClusterOrigin origin, string name, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{Problem} {Remedy}")]
        public static partial void Broken(ILogger logger, string problem, string remedy);
    }
}
