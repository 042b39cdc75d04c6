using System.Net;
using System.Security.Authentication;
using Dashboard.Simulator.Access;
using Dashboard.Simulator.Api;
using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Dashboard.Simulator;

/// <summary>A Kubernetes API on loopback TLS with a living cluster in it. Disposing stops it.</summary>
public sealed class SimulatedApiServer : IAsyncDisposable
{
    /// <summary>How often the cluster moves when nobody asks it anything: it is what watchers see.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication _application;
    private readonly ClusterCertificates _certificates;
    private readonly CancellationTokenSource _stopping;
    private readonly ITimer _timer;
    private readonly ConnectionCount _connections;
    private readonly LivingCluster _cluster;
    private bool _disposed;

    private SimulatedApiServer(SimulatorOptions options, WebApplication application, ClusterCertificates certificates, CancellationTokenSource stopping,
        ITimer timer, ConnectionCount connections, LivingCluster cluster, SimulatedFaults faults, string adminToken, Uri address)
    {
        Options = options;
        Address = address;
        Faults = faults;
        AdminToken = adminToken;
        Kubeconfig = Access.Kubeconfig.Compose(address, certificates, adminToken);
        (_application, _certificates, _stopping, _timer, _connections, _cluster) = (application, certificates, stopping, timer, connections, cluster);
    }

    public SimulatorOptions Options { get; }

    /// <summary>https://127.0.0.1:port</summary>
    public Uri Address { get; }

    /// <summary>A kubeconfig (YAML) with the CA, a client certificate and the address.</summary>
    public string Kubeconfig { get; }

    /// <summary>The administrator's bearer token, made anew at each start.</summary>
    public string AdminToken { get; }

    /// <summary>What goes wrong on purpose; may be changed at any time.</summary>
    public SimulatedFaults Faults { get; }

    /// <summary>TCP connections that are open now.</summary>
    public int Connections => _connections.Now;

    /// <summary>The most TCP connections that were open at once.</summary>
    public int PeakConnections => _connections.Peak;

    /// <summary>TCP connections since the start.</summary>
    public int TotalConnections => _connections.Total;

    /// <summary>Requests since the start.</summary>
    public long Requests => _connections.Requests;

    /// <summary>Makes the cluster and listens; returns when the API answers.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or a fault of the options cannot be understood.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedApiServer> StartAsync(SimulatorOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var time = timeProvider ?? TimeProvider.System;
        var faults = new SimulatedFaults(time);
        try
        {
            foreach (var fault in options.Faults) FaultGrammar.Apply(faults, fault);
        }
        catch (FormatException refused)
        {
            throw new ArgumentException(refused.Message, nameof(options), refused);
        }

        var cluster = new LivingCluster(options, time);
        var scraper = new Scraper(cluster);
        var certificates = new ClusterCertificates();
        var authenticator = new Authenticator(certificates);
        var stopping = new CancellationTokenSource();
        var connections = new ConnectionCount();
        var handler = new ApiHandler(
            cluster, faults, new FaultGate(faults, time), authenticator, new MetricsAnswer(cluster, scraper),
            new WatchAnswer(cluster, faults, time, stopping.Token), new AdminEndpoint(cluster, faults));
        faults.Changed += () =>
        {
            foreach (var store in cluster.Stores) store.Wake();
        };
        var application = Build(options, certificates, connections);
        application.Run(context =>
        {
            connections.CountRequest();
            return handler.HandleAsync(context);
        });
        try
        {
            await application.StartAsync(cancellationToken);
            var address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            var timer = time.CreateTimer(_ => cluster.Advance(), null, Step, Step);
            var server = new SimulatedApiServer(options, application, certificates, stopping, timer, connections, cluster, faults, authenticator.AdminToken, address);
            if (options.KubeconfigPath is { } path)
            {
                try
                {
                    await Access.Kubeconfig.WriteAsync(path, server.Kubeconfig, cancellationToken);
                }
                catch
                {
                    await server.DisposeAsync();
                    throw;
                }
            }

            return server;
        }
        catch
        {
            await application.DisposeAsync();
            certificates.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Deletes a share of the pods (above 0, at most 1) of Deployments and StatefulSets at once; their controllers make new ones, which are
    /// in the metrics after two scrapes. Returns how many.
    /// </summary>
    public int ReplacePods(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return _cluster.ReplaceShare(share);
    }

    /// <summary>Forgets the history of changes: every watch, and every list that is between two pages, meets 410.</summary>
    public void ForgetHistory()
    {
        foreach (var store in _cluster.Stores) store.Compact();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _timer.DisposeAsync();

        // Watches end first: the host would wait for them.
        await _stopping.CancelAsync();
        Faults.Clear();
        await _application.DisposeAsync();
        _certificates.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(SimulatorOptions options, ClusterCertificates certificates, ConnectionCount connections)
    {
        // Empty: a host around this one must not lend it its settings, addresses or logging.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory, SimulatorMeterFactory>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null; // a watch may be silent for an hour, and a slow reader is no attack here
            kestrel.Limits.Http2.MaxStreamsPerConnection = 250; // as Go's server
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.Use(next => connection => connections.CountAsync(connection, next));
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificates.Server,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,

                    // As the API server: any certificate passes the handshake, and the request is refused with a Status.
                    ClientCertificateValidation = static (_, _, _) => true,
                });
            });
        });
        return builder.Build();
    }
}
