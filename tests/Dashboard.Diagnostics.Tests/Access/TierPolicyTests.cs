using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Tests.Access;

public sealed class TierPolicyTests
{
    [Theory]
    [InlineData("/debug/", "counters")]
    [InlineData("/debug/threads", "counters")]
    [InlineData("/debug/live", "counters")]
    [InlineData("/debug/live/events", "counters")]
    [InlineData("/debug/pprof/", "counters")]
    [InlineData("/debug/pprof/sockets", "counters")]
    [InlineData("/debug/pprof/goroutine", "stacks")]
    [InlineData("/debug/pprof/goroutine?format=html", "stacks")]
    [InlineData("/debug/pprof/cmdline", "stacks")]
    [InlineData("/debug/pprof/symbol?0x1", "stacks")]
    [InlineData("/debug/pprof/heap", "heap")]
    [InlineData("/debug/pprof/heap?snapshot=x", "heap")]
    public async Task Each_tier_demands_its_own_policy_of_callers_of_this_machine_too(string path, string tier)
    {
        await using var host = await StartAsync(o => (o.CountersPolicy, o.StacksPolicy, o.HeapPolicy) = ("counters", "stacks", "heap"));
        foreach (var claim in (string[])["counters", "stacks", "heap", "none"])
        {
            using var answer = await host.Client.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { ClaimsFromHeader.Header, claim } } }, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(claim != tier, answer.StatusCode == HttpStatusCode.Forbidden);
            if (claim != tier)
                Assert.Contains($"demands the authorization policy '{tier}'", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_policy_nothing_more_is_demanded()
    {
        await using var host = await StartAsync(o => o.HeapPolicy = "heap");
        using var stacks = await host.GetAsync("/debug/pprof/goroutine");
        using var heap = await host.GetAsync("/debug/pprof/heap");

        Assert.Equal(HttpStatusCode.OK, stacks.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, heap.StatusCode);
    }

    [Fact]
    public async Task A_policy_opens_nothing_that_the_gate_has_shut()
    {
        await using var host = await StartAsync(o => o.StacksPolicy = "stacks");
        using var answer = await host.GetAsync("/debug/pprof/goroutine", (ClaimsFromHeader.Header, "stacks"), ("X-Forwarded-For", "10.0.0.7"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("AllowRemote", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_policy_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(o => o.HeapPolicy = "heaps"));
        Assert.Contains("DebugEndpointsOptions.HeapPolicy names 'heaps', which is no authorization policy", error.Message, StringComparison.Ordinal);
        var without = await Assert.ThrowsAsync<OptionsValidationException>(() => DebugHost.StartAsync(o => o.StacksPolicy = "stacks"));
        Assert.Contains("but the application has no authorization: add", without.Message, StringComparison.Ordinal);
    }

    private static Task<DebugHost> StartAsync(Action<DebugEndpointsOptions> options) => DebugHost.StartAsync(options, services: s =>
    {
        s.AddSingleton<ProfileSource>(new FakeProfileSource("goroutine"));
        s.AddSingleton<ProfileSource>(new FakeProfileSource("heap", FakeProfileSource.Heap) { TierOf = ProfileTier.Heap });
        s.AddSingleton<ProfileSource>(new FakeProfileSource("sockets") { TierOf = ProfileTier.Counters });
        s.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, ClaimsFromHeader>("header", null);
        var policies = s.AddAuthorizationBuilder();
        foreach (var tier in (string[])["counters", "stacks", "heap"])
            policies.AddPolicy(tier, p => p.RequireClaim("may", tier));
    });

    private sealed class ClaimsFromHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Header = "X-May";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers[Header].ToString() is { Length: > 0 } claim
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("may", claim)], "header")), "header"))
                : AuthenticateResult.NoResult());
    }
}
