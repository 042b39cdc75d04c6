using System.Globalization;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Stacks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// /debug/pprof/trace: a .nettrace file of N seconds for PerfView, Visual Studio and dotnet-trace convert, with the runtime's names of methods at its end. One at a time; it ends when the caller leaves.
/// </summary>
internal sealed partial class TraceHandler(
    DebugAnswer answer, IOptionsMonitor<DebugEndpointsOptions> options, IHostApplicationLifetime lifetime, TimeProvider timeProvider, ILogger<TraceHandler> logger)
{
    public const string Name = "trace";

    private const double DefaultSeconds = 1;

    /// <summary>A ceiling: what comes while the caller does not read is dropped beyond it, and the file says so.</summary>
    private const uint BufferMegabytes = 64;

    /// <summary>The names of methods are a megabyte or more, and a caller may be slow.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What dotnet-trace collects without being told more: samples of all threads, and of the runtime collections (1), loader (0xC), compiler (0x10), threading (0x10000), lines (0x20000) and compilation (0x1000000000).
    /// Without exceptions (0x8000): their messages would be in the file.
    /// </summary>
    private static readonly EventProvider[] Providers =
    [
        new("Microsoft-DotNETCore-SampleProfiler", 0, 4),
        new(EventCounter.Runtime, 0x10_0003_001D, 4),
    ];

    private int _isRunning;
    private long _ends;

    public async Task TraceAsync(HttpContext context)
    {
        if (await IsRefusedAsync(context) || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        var asked = context.Request.Query["seconds"].ToString();
        if (!TryReadSeconds(asked, out var seconds, out var error))
        {
            await DebugAnswer.FailAsync(context, StatusCodes.Status400BadRequest, error);
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            SetHeaders(context.Response);
            return;
        }

        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            var left = (int)Math.Max(1, Math.Ceiling(TimeSpan.FromTicks(Volatile.Read(ref _ends) - timeProvider.GetUtcNow().UtcTicks).TotalSeconds));
            context.Response.Headers.RetryAfter = left.ToString(CultureInfo.InvariantCulture);
            await DebugAnswer.FailAsync(context, StatusCodes.Status429TooManyRequests, $"Another trace is running. Ask again in {left} s.");
            return;
        }

        try
        {
            Volatile.Write(ref _ends, (timeProvider.GetUtcNow() + seconds).UtcTicks);
            await AnswerAsync(context, seconds);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    internal static bool TryReadSeconds(string text, out TimeSpan seconds, out string error)
    {
        (seconds, error) = (TimeSpan.FromSeconds(DefaultSeconds), "");
        if (text.Length == 0)
            return true;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number < 0.001)
            error = $"invalid value for \"seconds\" - must be a positive number: '{text}' is none.";
        else if (number > PprofRequest.MaximumSeconds)
            error = $"seconds={text} is above the cap: use at most {PprofRequest.MaximumSeconds}.";
        else
            seconds = TimeSpan.FromSeconds(number);
        return error.Length == 0;
    }

    private async Task AnswerAsync(HttpContext context, TimeSpan seconds)
    {
        var caller = $"{context.User.Identity?.Name ?? "an unnamed caller"} at {context.Connection.RemoteIpAddress?.ToString() ?? "a local socket"}";
        var aborted = context.RequestAborted;
        var stream = new TraceStream(context.Response.Body, aborted);
        EventSession session;
        try
        {
            session = await OwnThread.Run("debug capture", () => EventSession.Start(Providers, BufferMegabytes, rundown: true, stream, "debug trace"));
        }
        catch (CaptureException e)
        {
            LogFailed(logger, e.Message);
            if (e.IsTransient)
                context.Response.Headers.RetryAfter = "1";
            await DebugAnswer.FailAsync(context, e.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status501NotImplemented, e.Message);
            return;
        }

        try
        {
            SetHeaders(context.Response);
            await context.Response.StartAsync(aborted);
            stream.Open(isWanted: true);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
            await Task.WhenAny(Task.Delay(seconds, timeProvider, enough.Token), stream.Left, session.Ended);
            await enough.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The caller has left before the first byte.
        }
        finally
        {
            stream.Open(isWanted: false);
            await OwnThread.Run("debug stop", () => { session.Stop(StopTimeout); return true; });
        }

        if (aborted.IsCancellationRequested || stream.Left.IsCompleted)
        {
            LogLeft(logger, caller);
            return;
        }

        if (session.Failure is { } failure)
        {
            // Cut off in a way that the caller sees: half a file must not look whole.
            LogFailed(logger, failure.Message);
            context.Abort();
            return;
        }

        LogTraced(logger, caller, stream.Bytes, seconds.TotalSeconds);
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "application/octet-stream";
        response.Headers.ContentDisposition = "attachment; filename=\"trace.nettrace\"";
    }

    private async ValueTask<bool> IsRefusedAsync(HttpContext context)
    {
        if (await answer.IsRefusedAsync(context, ProfileTier.Stacks))
            return true;
        var disabled = options.CurrentValue.Disabled;
        var path = $"{PprofProbe.Folder}/{Name}";
        var off = disabled.Contains(PprofProbe.Folder) ? PprofProbe.Folder : disabled.Contains(path) ? path : null;
        if (off is null)
            return false;
        await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound, $"'{off}' is switched off: take it out of DebugEndpointsOptions.Disabled.");
        return true;
    }

    [LoggerMessage(1, LogLevel.Information, "Traced for {Caller}: {Bytes} bytes in {Seconds} s")]
    private static partial void LogTraced(ILogger logger, string caller, long bytes, double seconds);

    [LoggerMessage(2, LogLevel.Information, "Stopped tracing: {Caller} has left")]
    private static partial void LogLeft(ILogger logger, string caller);

    [LoggerMessage(3, LogLevel.Warning, "Could not trace: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
