using Dashboard.Diagnostics;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Live.Runtime;

/// <summary>Looks at this process every few seconds and remembers what it saw.</summary>
internal sealed partial class RuntimeWatch(
    RuntimeSampler sampler,
    RuntimeHistory history,
    TimeProvider timeProvider,
    IOptions<LiveOptions> options,
    ILogger<RuntimeWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RuntimeInterval, timeProvider);
        var failed = false;
        do
        {
            try
            {
                history.Add(sampler.Take());
                failed = false;
            }
            catch (Exception error)
            {
                // A look that fails must not end the server, and one line in the log says as much as one every five seconds.
                if (!failed)
                {
                    Log.SampleFailed(logger, error);
                }

                failed = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "This server could not look at its own runtime; the Runtime page has a gap until it can.")]
        public static partial void SampleFailed(ILogger logger, Exception error);
    }
}
