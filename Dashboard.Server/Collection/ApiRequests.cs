using System.Net;
using Dashboard.Server.Cluster;

namespace Dashboard.Server.Collection;

/// <summary>Asks the API server and turns everything but a good answer into an <see cref="ApiFailure"/>.</summary>
internal sealed class ApiRequests(ClusterConnection connection, ClockSkew skew, TimeProvider timeProvider)
{
    /// <summary>Asks, and gives the answer to <paramref name="use"/>.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="what">What is asked for, as RBAC names it.</param>
    /// <param name="timeout">For the headers, and then as <paramref name="use"/> sees to it by <see cref="Patience"/>.</param>
    /// <param name="use">Reads the body.</param>
    /// <param name="cancellationToken">The server stops.</param>
    public async Task<T> GetAsync<T>(
        string path, string what, TimeSpan timeout, Func<Stream, Patience, Task<T>> use, CancellationToken cancellationToken)
    {
        using var patience = new Patience(timeout, timeProvider, cancellationToken);
        try
        {
            using var lease = await connection.RentAsync(patience.Token);
            var sent = timeProvider.GetUtcNow();
            using var response = await lease.GetAsync(path, patience.Token);
            skew.Saw(response.Headers.Date, sent, timeProvider.GetUtcNow());
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await ApiFailure.OfAnswerAsync(response, what, timeProvider, patience.Token);
            }

            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            return await use(body, patience);
        }
        catch (Exception failure) when (failure is not ApiFailure && !cancellationToken.IsCancellationRequested)
        {
            throw ApiFailure.Of(failure, what, patience.Timeout);
        }
    }
}

/// <summary>How long a request may still take.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _linked;

    public Patience(TimeSpan timeout, TimeProvider timeProvider, CancellationToken stopping)
    {
        Timeout = timeout;
        _timeout = new CancellationTokenSource(timeout, timeProvider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, stopping);
    }

    public CancellationToken Token => _linked.Token;

    public TimeSpan Timeout { get; private set; }

    /// <summary>It ran out: the peer was silent too long.</summary>
    public bool IsOver => _timeout.IsCancellationRequested;

    /// <summary>Begins anew: the peer is alive.</summary>
    public void Renew(TimeSpan timeout)
    {
        Timeout = timeout;
        _timeout.CancelAfter(timeout);
    }

    public void Dispose()
    {
        _linked.Dispose();
        _timeout.Dispose();
    }
}
