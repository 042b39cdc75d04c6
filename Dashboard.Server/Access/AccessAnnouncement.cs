using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Server.Access;

/// <summary>Says at start how to get in.</summary>
internal sealed partial class AccessAnnouncement(AccessToken token, IServer server, ILogger<AccessAnnouncement> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        var reachable = Reachable(address);
        if (!token.IsRequired)
        {
            Log.Open(logger, reachable);
        }
        else if (token.IsGenerated)
        {
            Log.Generated(logger, $"{reachable}{SignInPage.Path}?token={token.Value}", token.Value);
        }
        else
        {
            Log.Configured(logger, reachable + SignInPage.Path);
        }

        return Task.CompletedTask;
    }

    /// <summary>"http://[::]:5080" is where it listens; a person needs something to click on.</summary>
    private static string Reachable(string address)
    {
        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "*" or "+" or "[::]" or "0.0.0.0" ? Environment.MachineName : binding.Host;
        return $"{binding.Scheme}://{host}:{binding.Port}";
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Dashboard: {Address} (open to this machine only)")]
        public static partial void Open(ILogger logger, string address);

        [LoggerMessage(2, LogLevel.Information, "Dashboard: {Link}\n      This address is not loopback, so a token is wanted: {Token}. It changes with each start; Access:Token fixes it.")]
        public static partial void Generated(ILogger logger, string link, string token);

        [LoggerMessage(3, LogLevel.Information, "Dashboard: {Link} (with the configured token)")]
        public static partial void Configured(ILogger logger, string link);
    }
}
