using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Dashboard.Diagnostics.Access;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Tests.Access;

public sealed class GateTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost", null, true)]
    [InlineData("127.8.9.10", "localhost:5080", null, true)]
    [InlineData("::1", "[::1]:5080", null, true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1:5080", null, true)]
    [InlineData("127.0.0.1", "my.localhost", null, true)]
    [InlineData("127.0.0.1", "LOCALHOST", null, true)]
    // A page of another site whose name leads to 127.0.0.1:
    [InlineData("127.0.0.1", "evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost.evil.example", null, false)]
    [InlineData("127.0.0.1", "127.0.0.1.evil.example", null, false)]
    [InlineData("127.0.0.1", "10.0.0.1", null, false)]
    [InlineData("127.0.0.1", "", null, false)]
    [InlineData("10.0.0.7", "localhost", null, false)]
    [InlineData("::ffff:10.0.0.7", "localhost", null, false)]
    [InlineData("fe80::1", "localhost", null, false)]
    [InlineData(null, "localhost", null, false)]
    // A proxy of this machine:
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For: 10.0.0.7", false)]
    [InlineData("127.0.0.1", "localhost", "Forwarded: for=10.0.0.7", false)]
    [InlineData("127.0.0.1", "localhost", "X-Real-IP: 127.0.0.1", false)]
    public async Task Without_configuration_this_machine_only(string? remote, string host, string? header, bool allowed)
    {
        var context = Context(remote, host);
        if (header is not null)
            context.Request.Headers[header.Split(": ")[0]] = header.Split(": ")[1];

        var refusal = await Gate.RefuseAsync(context, new DebugEndpointsOptions());

        Assert.Equal(allowed, refusal is null);
    }

    [Fact]
    public async Task A_forged_address_does_not_make_a_remote_socket_local()
    {
        var context = Context("127.0.0.1", "localhost");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9)); // sends nothing: a datagram socket only notes the peer
        context.Features.Set<IConnectionSocketFeature>(new SocketFeature(socket));
        Assert.NotNull(await Gate.RefuseAsync(context, new DebugEndpointsOptions()));

        using var local = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
        local.Connect(new IPEndPoint(IPAddress.Loopback.MapToIPv6(), 9));
        context.Features.Set<IConnectionSocketFeature>(new SocketFeature(local));
        Assert.Null(await Gate.RefuseAsync(context, new DebugEndpointsOptions()));
    }

    [Theory]
    [InlineData(false, true, true, "answer this machine only")]
    [InlineData(true, false, true, "have no authorization policy")]
    [InlineData(true, true, false, "only when the caller is authenticated")]
    [InlineData(true, true, true, null)]
    public async Task A_remote_caller_needs_the_option_a_policy_and_an_identity(bool allowRemote, bool policy, bool authenticated, string? words)
    {
        var context = Context("10.0.0.7", "metrics.example");
        if (policy)
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new AuthorizeAttribute()), null));
        if (authenticated)
            context.User = new ClaimsPrincipal(new ClaimsIdentity("test"));

        var refusal = await Gate.RefuseAsync(context, new DebugEndpointsOptions { AllowRemote = allowRemote });

        if (words is null)
            Assert.Null(refusal);
        else
            Assert.Contains(words, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, true)] // a fallback policy covers endpoints without one of their own
    [InlineData(true, true, false)] // but not those that allow anybody
    [InlineData(false, false, false)]
    public async Task A_fallback_policy_counts(bool fallback, bool anonymous, bool allowed)
    {
        var services = new ServiceCollection();
        services.AddAuthorizationCore(o => o.FallbackPolicy = fallback ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build() : null);
        var context = Context("10.0.0.7", "metrics.example");
        context.RequestServices = services.BuildServiceProvider();
        context.User = new ClaimsPrincipal(new ClaimsIdentity("test"));
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(anonymous ? [new AllowAnonymousAttribute()] : []), null));

        Assert.Equal(allowed, await Gate.RefuseAsync(context, new DebugEndpointsOptions { AllowRemote = true }) is null);
    }

    [Fact]
    public async Task Whoever_has_authenticated_may_use_any_name_of_this_machine()
    {
        var context = Context("127.0.0.1", "dashboard.internal");
        context.User = new ClaimsPrincipal(new ClaimsIdentity("test"));
        Assert.Null(await Gate.RefuseAsync(context, new DebugEndpointsOptions()));
    }

    [Theory]
    [InlineData("/debug/")]
    [InlineData("/debug/threads")]
    [InlineData("/debug/connections")]
    [InlineData("/debug/memory")]
    [InlineData("/debug/unknown")]
    public async Task Over_HTTP_every_address_is_behind_the_gate(string path)
    {
        await using var host = await DebugHost.StartAsync(app: app => app.Use((context, next) =>
        {
            if (context.Request.Headers.TryGetValue("Test-Remote", out var remote))
                context.Connection.RemoteIpAddress = IPAddress.Parse(remote!);
            return next(context);
        }));

        using var local = await host.GetAsync(path);
        using var remote = await host.GetAsync(path, ("Test-Remote", "10.0.0.7"));
        using var rebound = await host.GetAsync(path, ("Host", "evil.example"));

        Assert.NotEqual(HttpStatusCode.Forbidden, local.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, remote.StatusCode);
        Assert.Contains("AllowRemote", await remote.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        Assert.Contains("'evil.example'", await rebound.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(rebound.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("operator", HttpStatusCode.OK)]
    [InlineData("guest", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_policy_on_the_endpoints_decides_over_remote_callers(string? user, HttpStatusCode status)
    {
        await using var host = await DebugHost.StartAsync(
            o => o.AllowRemote = true,
            services =>
            {
                services.AddAuthentication("name").AddScheme<AuthenticationSchemeOptions, NameAuthentication>("name", null);
                services.AddAuthorizationBuilder().AddPolicy("operators", p => p.RequireUserName("operator"));
            },
            app => app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.7");
                return next(context);
            }),
            endpoints => endpoints.RequireAuthorization("operators"));

        using var response = user is null ? await host.GetAsync("/debug/threads") : await host.GetAsync("/debug/threads", ("Test-User", user));

        Assert.Equal(status, response.StatusCode);
    }

    private static DefaultHttpContext Context(string? remote, string host)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().BuildServiceProvider() };
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        return context;
    }

    private sealed class SocketFeature(Socket socket) : IConnectionSocketFeature
    {
        public Socket Socket => socket;
    }

    private sealed class NameAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Request.Headers["Test-User"].ToString() is { Length: > 0 } name
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "name")), "name"))
                : AuthenticateResult.NoResult());
    }
}
