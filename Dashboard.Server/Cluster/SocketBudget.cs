using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Dashboard.Server.Cluster;

/// <summary>
/// Opens the sockets to the API server, counts them, and never has more than it may: also while a client whose credentials have changed
/// stands beside its successor, each with a pool of its own. Who finds none left waits, within the connect timeout.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without its wait handle the semaphore holds nothing; disposed, it would fail a stream that is closed later.")]
internal sealed class SocketBudget(int maximum)
{
    private readonly SemaphoreSlim _free = new(maximum, maximum);
    private int _open;
    private int _peak;

    /// <summary>Sockets that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The most that were ever open at once.</summary>
    public int Peak => Volatile.Read(ref _peak);

    public int Maximum { get; } = maximum;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            var stream = new CountedStream(socket, this);
            Opened();
            return stream;
        }
        catch
        {
            socket?.Dispose();
            _free.Release();
            throw;
        }
    }

    private void Opened()
    {
        var open = Interlocked.Increment(ref _open);
        int peak;
        while (open > (peak = Volatile.Read(ref _peak)) && Interlocked.CompareExchange(ref _peak, open, peak) != peak)
        {
        }
    }

    private void Closed()
    {
        Interlocked.Decrement(ref _open);
        _free.Release();
    }

    private sealed class CountedStream(Socket socket, SocketBudget budget) : NetworkStream(socket, ownsSocket: true)
    {
        private int _closed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                budget.Closed();
            }
        }
    }
}
