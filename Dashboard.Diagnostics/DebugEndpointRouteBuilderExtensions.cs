using Dashboard.Diagnostics;
using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Live;
using Dashboard.Diagnostics.Pprof;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Maps the debug endpoints: what net/http/pprof is for Go. Two lines in any ASP.NET Core application:
/// <code>
/// builder.Services.AddDebugEndpoints();
/// app.MapDebugEndpoints();
/// </code>
/// <para>
/// Then look: <c>curl localhost:5000/debug/</c> lists what there is with its present number. <c>/debug/live</c> has moving charts; <c>/debug/threads</c>, <c>/debug/connections</c> and
/// <c>/debug/memory</c> are tables. A browser gets a page, curl gets aligned text, and <c>?format=html|text|json</c> chooses.
/// </para>
/// <para>
/// <b>Profiles</b> are under <c>/debug/pprof/</c>, as net/http/pprof serves them: <c>go tool pprof http://localhost:5000/debug/pprof/goroutine</c>. There are goroutine (pending async operations and threads),
/// heap, allocs, profile (CPU), block, mutex, exceptions, threads, threadcreate, connections, pools, timers, threadpool, trace, cmdline and symbol. <c>?debug=1</c> is Go's text with identical stacks
/// grouped, <c>?debug=2</c> each in full, <c>?seconds=10</c> the difference over 10 seconds (300 at most), <c>?gc=1</c> collects first, and <c>?format=collapsed|speedscope|json|html</c> is for other readers. The last captures of each are
/// kept: the header <c>X-Debug-Snapshot</c> tells the id for <c>?snapshot=</c> and <c>?base=</c>.
/// </para>
/// <para>
/// <b>What cannot be done</b> is answered in words with the cause and the remedy: 501 where this process or machine does not have it, 503 and 429 with Retry-After for the moment. Most profiles need Linux.
/// </para>
/// <para>
/// <b>Who may look.</b> Callers on the same machine, under a loopback name. To let others look, give the endpoints a policy and say so:
/// <code>
/// builder.Services.AddDebugEndpoints(o => o.AllowRemote = true);
/// app.MapDebugEndpoints().RequireAuthorization("operators");
/// </code>
/// The caller's machine is told by the socket and by HttpContext.Connection.RemoteIpAddress both. Middleware for forwarded headers
/// rewrites the latter: put it before the endpoints, and a caller behind a proxy of this machine is seen as the remote one that he is; without it the proxy's
/// X-Forwarded-For alone makes him remote. A proxy on the same machine that sends neither that header nor the outer Host makes every one of its callers look local: have it send
/// one of them, or leave /debug out of what it passes on. <see cref="DebugEndpointsOptions"/> has policies for each tier of what is shown, and the bounds.
/// </para>
/// <para>
/// <b>What it costs.</b> Between requests a count of exceptions and of connections; allocs, block, mutex and exceptions count from the first question on, until nobody has asked for a while. Each answer tells its cost in the
/// header <c>X-Debug-Cost</c>, with the pause of the process. Names, numbers and addresses leave the process; contents of objects, URLs and headers never do.
/// </para>
/// <para>
/// <b>Who owns a connection.</b> Name your handlers: <c>new SocketsHttpHandler { MeterFactory = HttpClientOwner.Named("kubernetes") }</c>.
/// </para>
/// </summary>
public static class DebugEndpointRouteBuilderExtensions
{
    /// <summary>Maps the index and every endpoint that is not switched off.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where: an absolute path such as "/debug".</param>
    /// <returns>A builder for all of them: RequireAuthorization, RequireHost, and the like.</returns>
    public static IEndpointConventionBuilder MapDebugEndpoints(this IEndpointRouteBuilder endpoints, string pattern = "/debug")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        var handler = endpoints.ServiceProvider.GetService<DebugHandler>()
            ?? throw new InvalidOperationException("MapDebugEndpoints needs its services: call builder.Services.AddDebugEndpoints() before builder.Build().");
        var probes = endpoints.ServiceProvider.GetRequiredService<ProbeSet>();
        var pprof = endpoints.ServiceProvider.GetRequiredService<PprofHandler>();
        var live = endpoints.ServiceProvider.GetRequiredService<LiveHandler>();
        var symbols = endpoints.ServiceProvider.GetRequiredService<SymbolHandler>();

        var group = endpoints.MapGroup(pattern);
        Map("/", handler.IndexAsync, "debug");
        foreach (var probe in probes.All)
            Map($"/{probe.Name}", context => handler.ProbeAsync(context, probe), $"debug {probe.Name}");
        Map($"/{LiveProbe.Address}/events", live.EventsAsync, "debug live events");
        Map($"/{PprofProbe.Folder}/cmdline", symbols.CommandLineAsync, "debug pprof cmdline");
        Map($"/{PprofProbe.Folder}/symbol", symbols.SymbolAsync, "debug pprof symbol", HttpMethods.Post);
        Map($"/{PprofProbe.Folder}/{TraceHandler.Name}", endpoints.ServiceProvider.GetRequiredService<TraceHandler>().TraceAsync, "debug pprof trace");
        Map($"/{PprofProbe.Folder}/{{**name}}", pprof.ProfileAsync, "debug pprof profile");
        Map("/{**path}", handler.UnknownAsync, "debug unknown");
        return group;

        // Not part of the application's own API: out of its OpenAPI document.
        void Map(string path, RequestDelegate handle, string name, params string[] moreMethods) =>
            group.MapMethods(path, [HttpMethods.Get, HttpMethods.Head, .. moreMethods], handle).WithDisplayName(name).ExcludeFromDescription();
    }
}
