using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Stacks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>The addresses under /debug/pprof/, as Go's net/http/pprof answers them. The status is decided before the first byte.</summary>
internal sealed partial class PprofHandler(
    ProfileSet profiles, FrameAddresses addresses, DebugAnswer answer, IOptionsMonitor<DebugEndpointsOptions> options, TimeProvider timeProvider, ILogger<PprofHandler> logger)
{
    private const string PlainText = "text/plain; charset=utf-8";
    private const int MaximumSymbolBytes = 256 * 1024;

    // One timed capture at a time, shared by all who ask for the same.
    private readonly SingleFlight<Profile> _timed = new(stopsWhenLeft: true);
    private long _timedEnds;

    public async Task ProfileAsync(HttpContext context)
    {
        var name = context.GetRouteValue("name") as string ?? "";
        if (await IsRefusedAsync(context, name.TrimEnd('/')))
            return;
        if (profiles.All.FirstOrDefault(p => p.Name == name.TrimEnd('/')) is not { } source)
        {
            var known = profiles.Names.Where(n => !IsDisabled(n));
            await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound, $"Unknown profile '{name}'. There is: {string.Join(", ", known)}.");
            return;
        }

        if (DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        if (PprofRequest.Read(context.Request, source.Kind, out var error) is not { } request)
        {
            await DebugAnswer.FailAsync(context, StatusCodes.Status400BadRequest, error!);
            return;
        }

        await AnswerAsync(context, source, request);
    }

    public async Task CommandLineAsync(HttpContext context)
    {
        if (await IsRefusedAsync(context, "cmdline") || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        context.Response.ContentType = PlainText;
        await DebugAnswer.WriteAsync(context, Encoding.UTF8.GetBytes(CommandLine.Read()));
    }

    public async Task SymbolAsync(HttpContext context)
    {
        if (await IsRefusedAsync(context, "symbol") || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        var asked = context.Request.QueryString.Value?.TrimStart('?') ?? "";
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (await ReadBodyAsync(context) is not { } body)
            {
                await DebugAnswer.FailAsync(context, StatusCodes.Status413PayloadTooLarge, $"Ask for the symbols in parts: a request may have {MaximumSymbolBytes} bytes.");
                return;
            }

            asked = body;
        }

        // Clients care only whether the number is 0.
        var text = new StringBuilder("num_symbols: 1\n");
        foreach (var word in asked.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && ulong.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
                && addresses.NameAt(address) is { } name)
                text.Append(CultureInfo.InvariantCulture, $"0x{address:x} {name}\n");
        }

        context.Response.ContentType = PlainText;
        await DebugAnswer.WriteAsync(context, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private async Task AnswerAsync(HttpContext context, ProfileSource source, PprofRequest request)
    {
        var started = timeProvider.GetTimestamp();
        var response = context.Response;
        byte[] body;
        try
        {
            if (CaptureAsync(source, request, context.RequestAborted) is not { } capture)
            {
                response.Headers.RetryAfter = SecondsLeft().ToString(CultureInfo.InvariantCulture);
                await DebugAnswer.FailAsync(context, StatusCodes.Status429TooManyRequests, $"Another capture is running. Ask again in {SecondsLeft()} s.");
                return;
            }

            var profile = await capture;
            body = request.Detail switch
            {
                0 => ProtoWriter.Write(profile, addresses),
                1 => Encoding.UTF8.GetBytes(GoText.WriteGroups(profile, addresses)),
                _ => Encoding.UTF8.GetBytes(GoText.WriteEach(profile, addresses)),
            };
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogLeft(logger, source.Name, Caller(context));
            return;
        }
        catch (CaptureException e)
        {
            LogFailed(logger, source.Name, e.Message);
            if (e.IsTransient)
                response.Headers.RetryAfter = "1";
            await DebugAnswer.FailAsync(context, e.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status501NotImplemented, e.Message);
            return;
        }

        var total = timeProvider.GetElapsedTime(started);
        LogCaptured(logger, source.Name, Caller(context), body.Length, total.TotalMilliseconds);
        DebugAnswer.TellCost(response, total);
        response.ContentType = request.Detail == 0 ? "application/octet-stream" : PlainText;
        if (request.Detail == 0)
            response.Headers.ContentDisposition = $"attachment; filename=\"{source.Name}{(request.Seconds is null || source.Kind == ProfileKind.Timed ? "" : "-delta")}\"";
        await DebugAnswer.WriteAsync(context, body);
    }

    /// <summary>Null while another timed capture runs.</summary>
    private Task<Profile>? CaptureAsync(ProfileSource source, PprofRequest request, CancellationToken cancellationToken)
    {
        var isTimed = source.Kind == ProfileKind.Timed;
        if ((request.Seconds ?? (isTimed ? source.DefaultSeconds : null)) is not { } seconds)
            return source.CaptureAsync(new CaptureRequest(CollectFirst: request.CollectFirst), cancellationToken);
        var duration = TimeSpan.FromSeconds(seconds);
        return _timed.Join($"{source.Name} {seconds} {request.CollectFirst}", async stop =>
        {
            Volatile.Write(ref _timedEnds, (timeProvider.GetUtcNow() + duration).UtcTicks);
            if (isTimed)
                return await source.CaptureAsync(new CaptureRequest(seconds), stop);
            var capture = new CaptureRequest(CollectFirst: request.CollectFirst);
            var earlier = await source.CaptureAsync(capture, stop);
            await Task.Delay(duration, timeProvider, stop);
            return ProfileDifference.Between(earlier, await source.CaptureAsync(capture, stop));
        }, cancellationToken);
    }

    private int SecondsLeft() =>
        (int)Math.Max(1, Math.Ceiling(TimeSpan.FromTicks(Volatile.Read(ref _timedEnds) - timeProvider.GetUtcNow().UtcTicks).TotalSeconds));

    private bool IsDisabled(string name) => options.CurrentValue.Disabled.Contains($"{PprofProbe.Folder}/{name}");

    private async ValueTask<bool> IsRefusedAsync(HttpContext context, string name)
    {
        if (await answer.IsRefusedAsync(context))
            return true;
        var off = options.CurrentValue.Disabled.Contains(PprofProbe.Folder) ? PprofProbe.Folder : IsDisabled(name) ? $"{PprofProbe.Folder}/{name}" : null;
        if (off is null)
            return false;
        await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound, $"'{off}' is switched off: take it out of DebugEndpointsOptions.Disabled.");
        return true;
    }

    private static async ValueTask<string?> ReadBodyAsync(HttpContext context)
    {
        var bytes = new byte[MaximumSymbolBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > MaximumSymbolBytes ? null : Encoding.ASCII.GetString(bytes, 0, length);
    }

    private static string Caller(HttpContext context) =>
        $"{context.User.Identity?.Name ?? "an unnamed caller"} at {context.Connection.RemoteIpAddress?.ToString() ?? "a local socket"}";

    [LoggerMessage(1, LogLevel.Information, "Captured the profile {Profile} for {Caller}: {Bytes} bytes in {Milliseconds:0.0} ms")]
    private static partial void LogCaptured(ILogger logger, string profile, string caller, int bytes, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Stopped capturing the profile {Profile}: {Caller} has left")]
    private static partial void LogLeft(ILogger logger, string profile, string caller);

    [LoggerMessage(3, LogLevel.Warning, "Could not capture the profile {Profile}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string profile, string reason);
}
