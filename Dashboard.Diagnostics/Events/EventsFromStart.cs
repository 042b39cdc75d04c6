using Dashboard.Diagnostics.Stacks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Events;

/// <summary>Begins to count with the application what the options name, and does not hold up its start or break it.</summary>
internal sealed partial class EventsFromStart(EventFeeds feeds, IOptions<DebugEndpointsOptions> options, ILogger<EventsFromStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = options.Value.EventsFromStart;
        if (wanted.Count > 0)
            _ = OwnThread.Run("debug events on", () => { Begin(wanted); return true; });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Begin(ISet<string> wanted)
    {
        try
        {
            if (wanted.Contains("allocs"))
                feeds.Allocations.Keep();
            if (wanted.Contains("mutex") || wanted.Contains("block"))
                feeds.Contentions.Keep();
            if (wanted.Contains("block"))
                feeds.Waits.Keep();
            if (wanted.Contains("exceptions"))
                feeds.Exceptions.Keep();
        }
        catch (CaptureException e)
        {
            LogFailed(logger, string.Join(", ", wanted), e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot count {Profiles} from the start: {Reason}")]
    private static partial void LogFailed(ILogger logger, string profiles, string reason);
}
