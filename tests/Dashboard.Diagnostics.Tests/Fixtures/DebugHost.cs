using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>An application with the debug endpoints, on a port of its own, and a client of it.</summary>
internal sealed class DebugHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DebugHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public int Port => Address.Port;

    public HttpClient Client { get; }

    public static async Task<DebugHost> StartAsync(
        Action<DebugEndpointsOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? app = null,
        Action<IEndpointConventionBuilder>? endpoints = null,
        string pattern = "/debug")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Host<of>tests" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        builder.Services.AddDebugEndpoints(options ?? (_ => { }));
        services?.Invoke(builder.Services);
        var built = builder.Build();
        app?.Invoke(built);
        built.UseRouting();
        if (services is not null && built.Services.GetService<Microsoft.AspNetCore.Authorization.IAuthorizationService>() is not null)
            built.UseAuthentication().UseAuthorization();
        var mapped = built.MapDebugEndpoints(pattern);
        endpoints?.Invoke(mapped);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new DebugHost(built);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<string> TextAsync(string path) => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    public async Task<JsonElement> JsonAsync(string path)
    {
        var text = await Client.GetStringAsync(path, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
