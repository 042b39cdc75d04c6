using Microsoft.AspNetCore.Connections;

namespace Dashboard.Simulator;

/// <summary>How many TCP connections and requests came: what a client leaks is seen here first.</summary>
internal sealed class ConnectionCount
{
    private readonly Lock _gate = new();
    private long _requests;

    public int Now { get; private set; }

    public int Peak { get; private set; }

    public int Total { get; private set; }

    public long Requests => Interlocked.Read(ref _requests);

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        lock (_gate)
        {
            Total++;
            Peak = Math.Max(Peak, ++Now);
        }

        try
        {
            await next(connection);
        }
        finally
        {
            lock (_gate) Now--;
        }
    }
}
