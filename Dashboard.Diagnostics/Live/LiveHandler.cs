using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Live;

/// <summary>/debug/live/events: server-sent events, first the kept points as one "history", then a "point" each second, until the browser goes or the host stops.</summary>
internal sealed class LiveHandler(DebugAnswer answer, LiveFeed feed, IOptionsMonitor<DebugEndpointsOptions> options, IHostApplicationLifetime lifetime)
{
    private const int RetryAfterSeconds = 10;

    public async Task EventsAsync(HttpContext context)
    {
        if (await answer.IsRefusedAsync(context) || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder: false))
            return;
        if (options.CurrentValue.Disabled.Contains(LiveProbe.Address))
        {
            await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound, $"'{LiveProbe.Address}' is switched off: take it out of DebugEndpointsOptions.Disabled.");
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = "text/event-stream";
            return;
        }

        using var viewer = feed.Join();
        if (viewer is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await DebugAnswer.FailAsync(context, StatusCodes.Status503ServiceUnavailable, $"{LiveFeed.MostViewers} look at the live page already. Close one, or ask again later.");
            return;
        }

        // An open stream must not hold up the host's stop.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await StreamAsync(context, viewer, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The stream just ends: the browser asks again by itself.
        }
    }

    private static async Task StreamAsync(HttpContext context, LiveViewer viewer, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy would hold the points back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.WriteAsync("retry: 2000\n\n", cancellationToken);
        var isFirst = true;
        while (true)
        {
            var points = await viewer.NextAsync(cancellationToken);
            if (isFirst)
                await WriteAsync("history", JsonSerializer.Serialize(points, LiveJson.Default.IReadOnlyListLivePoint));
            else
            {
                foreach (var point in points)
                    await WriteAsync("point", JsonSerializer.Serialize(point, LiveJson.Default.LivePoint));
            }

            isFirst = false;
            await response.Body.FlushAsync(cancellationToken);
        }

        Task WriteAsync(string name, string json) => response.WriteAsync($"event: {name}\ndata: {json}\n\n", cancellationToken);
    }
}
