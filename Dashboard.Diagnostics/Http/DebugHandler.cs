using System.Globalization;
using Dashboard.Diagnostics.Access;
using Dashboard.Diagnostics.Index;
using Dashboard.Diagnostics.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Diagnostics;

/// <summary>The one way from a request to an answer: headers, gate, parameters, capture, body. The status is decided before the first byte.</summary>
internal sealed class DebugHandler
{
    private readonly ProbeSet _probes;
    private readonly IOptionsMonitor<DebugEndpointsOptions> _options;
    private readonly TimeProvider _timeProvider;
    private readonly string _processName;

    public DebugHandler(ProbeSet probes, IOptionsMonitor<DebugEndpointsOptions> options, TimeProvider timeProvider, IHostEnvironment environment)
    {
        _probes = probes;
        _options = options;
        _timeProvider = timeProvider;
        _processName = environment.ApplicationName;
    }

    public Task IndexAsync(HttpContext context)
    {
        var enabled = Enabled();
        return AnswerAsync(context, new IndexProbe(enabled, Process), isFolder: true);
    }

    public Task ProbeAsync(HttpContext context, Probe probe) => AnswerAsync(context, probe, isFolder: false);

    public async Task UnknownAsync(HttpContext context)
    {
        if (await IsRefusedAsync(context))
            return;
        var asked = context.GetRouteValue("path") as string;
        await FailAsync(context, StatusCodes.Status404NotFound, $"There is no debug endpoint '{asked}'. There is: {string.Join(", ", Enabled().Select(p => p.Name))}.");
    }

    private async Task AnswerAsync(HttpContext context, Probe probe, bool isFolder)
    {
        if (await IsRefusedAsync(context) || RedirectedToItsOwnAddress(context, isFolder))
            return;
        if (_options.CurrentValue.Disabled.Contains(probe.Name))
        {
            await FailAsync(context, StatusCodes.Status404NotFound,
                $"'{probe.Name}' is switched off: take it out of DebugEndpointsOptions.Disabled. There is: {string.Join(", ", Enabled().Select(p => p.Name))}.");
            return;
        }

        if (ProbeRequest.Read(context.Request, out var error) is not { } request)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, error!);
            return;
        }

        var started = _timeProvider.GetTimestamp();
        var body = probe.Answer(request, Process());
        var response = context.Response;
        response.Headers["X-Debug-Cost"] = string.Create(CultureInfo.InvariantCulture, $"total={_timeProvider.GetElapsedTime(started).TotalMilliseconds:0.0}ms");
        if (request.Format == PageFormat.Html)
            response.Headers.ContentSecurityPolicy = Stylesheet.ContentSecurityPolicy;
        response.ContentType = request.Format switch
        {
            PageFormat.Html => "text/html; charset=utf-8",
            PageFormat.Json => "application/json; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        await WriteAsync(context, body);
    }

    private List<Probe> Enabled() => [.. _probes.All.Where(p => !_options.CurrentValue.Disabled.Contains(p.Name))];

    private ProcessFacts Process() => ProcessFacts.Read(_processName, _timeProvider);

    private async ValueTask<bool> IsRefusedAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Vary = HeaderNames.Accept;
        if (await Gate.RefuseAsync(context, _options.CurrentValue) is not { } refusal)
            return false;
        await FailAsync(context, StatusCodes.Status403Forbidden, refusal);
        return true;
    }

    /// <summary>The pages link relative to their own address, so that they hold under any base path: the index ends with a slash, the others do not.</summary>
    private static bool RedirectedToItsOwnAddress(HttpContext context, bool isFolder)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.EndsWith('/') == isFolder)
            return false;
        var last = Uri.EscapeDataString(path.TrimEnd('/').Split('/')[^1]);
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = (isFolder ? $"{last}/" : $"../{last}") + context.Request.QueryString;
        return true;
    }

    private static Task FailAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        // go tool pprof prints the words only with this header.
        context.Response.Headers["X-Go-Pprof"] = "1";
        return WriteAsync(context, System.Text.Encoding.UTF8.GetBytes(words + "\n"));
    }

    private static Task WriteAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
