using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Dashboard.Simulator.Tests;

/// <summary>A plain HTTPS client of a simulator, that trusts the CA of its kubeconfig and nothing else.</summary>
internal sealed class SimulatorClient : IDisposable
{
    public SimulatorClient(SimulatedApiServer server, string? token = null, bool gzip = false)
    {
        var authority = Authority(server);
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = gzip ? System.Net.DecompressionMethods.GZip : System.Net.DecompressionMethods.None,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
        handler.SslOptions.CertificateChainPolicy!.CustomTrustStore.Add(authority);
        Http = new HttpClient(handler) { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(30) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? server.AdminToken);
    }

    public HttpClient Http { get; }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task<JsonElement> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Http.SendAsync(request, Cancelled);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>Sends without reading the body.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, Version? version = null) =>
        Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, path) { Version = version ?? System.Net.HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
            HttpCompletionOption.ResponseHeadersRead,
            Cancelled);

    public void Dispose() => Http.Dispose();

    private static X509Certificate2 Authority(SimulatedApiServer server)
    {
        var line = server.Kubeconfig.Split('\n').First(l => l.Contains("certificate-authority-data:", StringComparison.Ordinal));
        return X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(line.Split(':')[1].Trim())));
    }
}
