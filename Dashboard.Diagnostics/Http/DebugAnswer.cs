using System.Globalization;
using Dashboard.Diagnostics.Access;
using Dashboard.Diagnostics.Pprof;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Diagnostics;

/// <summary>What all debug endpoints answer alike: headers, the gate, redirects, errors.</summary>
internal sealed class DebugAnswer(IOptionsMonitor<DebugEndpointsOptions> options)
{
    public const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Sets the headers of every answer; refuses with 403 whom the gate does not let in, or who does not meet the policy of the tier.</summary>
    public async ValueTask<bool> IsRefusedAsync(HttpContext context, ProfileTier tier = ProfileTier.Counters)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Vary = HeaderNames.Accept;
        var current = options.CurrentValue;
        if ((await Gate.RefuseAsync(context, current) ?? await TierPolicy.RefuseAsync(context, current, tier)) is not { } refusal)
            return false;
        await FailAsync(context, StatusCodes.Status403Forbidden, refusal);
        return true;
    }

    /// <summary>The pages link relative to their own address, so that they hold under any base path: the index ends with a slash, the others do not.</summary>
    public static bool RedirectedToItsOwnAddress(HttpContext context, bool isFolder)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.EndsWith('/') == isFolder)
            return false;
        var last = Uri.EscapeDataString(path.TrimEnd('/').Split('/')[^1]);
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = (isFolder ? $"{last}/" : $"../{last}") + context.Request.QueryString;
        return true;
    }

    /// <param name="response">Not begun yet.</param>
    /// <param name="total">From the question to the answer.</param>
    /// <param name="pause">The longest that the process was held up, where that is known.</param>
    public static void TellCost(HttpResponse response, TimeSpan total, TimeSpan? pause = null) =>
        response.Headers["X-Debug-Cost"] = string.Create(
            CultureInfo.InvariantCulture, $"{(pause is { } held ? string.Create(CultureInfo.InvariantCulture, $"pause={held.TotalMilliseconds:0.0}ms ") : "")}total={total.TotalMilliseconds:0.0}ms");

    public static Task FailAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = PlainText;
        // go tool pprof prints the words only with this header.
        context.Response.Headers["X-Go-Pprof"] = "1";
        return WriteAsync(context, System.Text.Encoding.UTF8.GetBytes(words + "\n"));
    }

    public static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
