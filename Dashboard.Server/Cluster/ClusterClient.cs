using System.Net;
using System.Net.Http.Headers;
using k8s;

namespace Dashboard.Server.Cluster;

/// <summary>One client and who uses it: it is disposed when it was replaced and the last request has ended.</summary>
internal sealed class ClusterClient(Kubernetes kubernetes, ClusterIdentity identity, CredentialFiles files, string fingerprint)
{
    private readonly Lock _lock = new();
    private int _leases;
    private bool _retired;
    private bool _disposed;

    public Kubernetes Kubernetes { get; } = kubernetes;

    public ClusterIdentity Identity { get; } = identity;

    /// <summary>The API server refused its credentials.</summary>
    public bool Refused { get; set; }

    public bool FilesChanged() => files.Fingerprint() != fingerprint;

    public ClusterLease Rent()
    {
        lock (_lock)
        {
            _leases++;
        }

        return new ClusterLease(this);
    }

    public void Return()
    {
        lock (_lock)
        {
            _leases--;
            DisposeWhenUnused();
        }
    }

    public void Retire()
    {
        lock (_lock)
        {
            _retired = true;
            DisposeWhenUnused();
        }
    }

    private void DisposeWhenUnused()
    {
        if (_retired && _leases == 0 && !_disposed)
        {
            _disposed = true;
            Kubernetes.Dispose();
        }
    }
}

/// <summary>The right to use the shared client until it is disposed. A watch holds one as long as it runs.</summary>
internal sealed class ClusterLease(ClusterClient client) : IDisposable
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private int _returned;

    /// <summary>The shared client; not to be kept or disposed.</summary>
    public IKubernetes Kubernetes => client.Kubernetes;

    /// <summary>Asks the API server through the shared pool, with its credentials, and returns when the headers are there.</summary>
    /// <param name="path">Path and query, without a slash in front.</param>
    /// <param name="cancellationToken">Ends the request; the body needs its own.</param>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _returned) != 0, this);
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Kubernetes.BaseUri.AbsoluteUri.TrimEnd('/') + "/" + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(Json);
        if (client.Kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var response = await client.Kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        client.Refused |= response.StatusCode == HttpStatusCode.Unauthorized;
        return response;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            client.Return();
        }
    }
}
