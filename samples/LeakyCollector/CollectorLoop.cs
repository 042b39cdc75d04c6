using Microsoft.Extensions.Options;

namespace LeakyCollector;

/// <summary>Ticks at the interval until the host stops. A failed tick is told and the next one tries again.</summary>
internal sealed partial class CollectorLoop(
    PodMetricsCollector collector, IOptions<CollectorOptions> options, TimeProvider timeProvider, ILogger<CollectorLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.IntervalSeconds == 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.IntervalSeconds), timeProvider);
        do
        {
            try
            {
                await collector.TickAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "A tick failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
