using System.Globalization;
using System.Text;
using Dashboard.Simulator.Api;
using Microsoft.AspNetCore.Connections.Features;

namespace Dashboard.Simulator;

/// <summary>Answers in place of the API while a fault says so.</summary>
internal sealed class FaultGate(SimulatedFaults faults, TimeProvider time)
{
    /// <summary>True when the request is done with; false when it goes on, perhaps later than it would have.</summary>
    public async Task<bool> StopsAsync(HttpContext context, FaultTarget target, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.NotFound:
                await StatusAnswer.NotFoundAsync(context);
                return true;
            case FaultKind.Unauthorized:
                await StatusAnswer.WriteAsync(context, 401, "Unauthorized", "Unauthorized");
                return true;
            case FaultKind.Forbidden:
                await StatusAnswer.WriteAsync(context, 403, "Forbidden", $"{context.Request.Path} is forbidden: a fault of the simulator says so");
                return true;
            case FaultKind.InternalError:
                await StatusAnswer.WriteAsync(context, 500, "InternalError", "an error on the server has prevented the request from succeeding");
                return true;
            case FaultKind.Unavailable:
                if (fault.RetryAfter is { } later) context.Response.Headers.RetryAfter = Seconds(later);
                await StatusAnswer.WriteAsync(context, 503, "ServiceUnavailable", "the server is currently unable to handle the request");
                return true;
            case FaultKind.TooManyRequests:
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = Seconds(fault.RetryAfter ?? TimeSpan.FromSeconds(1));
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("Too many requests, please try again later.\n"), context.RequestAborted);
                return true;
            case FaultKind.MalformedBody:
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("<html><body>502 Bad Gateway</body></html>\n"), context.RequestAborted);
                return true;
            case FaultKind.Silent:
                context.Response.ContentType = "application/json";
                await context.Response.StartAsync(context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await UntilOverAsync(target, context.RequestAborted);
                context.Abort();
                return true;
            case FaultKind.Reset:
                // One part of the API takes no other with it: on HTTP/2 only its stream is cut, unless all is to be.
                if (target == FaultTarget.All) context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
                context.Abort();
                return true;
            case FaultKind.Slow:
                await Task.Delay(fault.Delay ?? TimeSpan.FromSeconds(3), time, context.RequestAborted);
                return false;
            default:
                return false;
        }
    }

    private async Task UntilOverAsync(FaultTarget target, CancellationToken aborted)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        faults.Changed += Look;
        try
        {
            Look();

            // A fault that ends by its own time tells nobody.
            while (!over.Task.IsCompleted)
            {
                await Task.WhenAny(over.Task, Task.Delay(TimeSpan.FromMilliseconds(250), time, aborted));
                aborted.ThrowIfCancellationRequested();
                Look();
            }
        }
        finally
        {
            faults.Changed -= Look;
        }

        void Look()
        {
            // A fault for a number of requests holds each of them until the client gives up.
            var now = faults.Held(target);
            if (now.Kind != FaultKind.Silent) over.TrySetResult();
        }
    }

    private static string Seconds(TimeSpan duration) => Math.Max(1, (long)Math.Ceiling(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
