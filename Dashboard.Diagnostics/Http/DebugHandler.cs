using Dashboard.Diagnostics.Index;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics;

/// <summary>The one way from a request to an answer: headers, gate, parameters, capture, body. The status is decided before the first byte.</summary>
internal sealed class DebugHandler
{
    private readonly ProbeSet _probes;
    private readonly ProfileSet _profiles;
    private readonly DebugAnswer _answer;
    private readonly IOptionsMonitor<DebugEndpointsOptions> _options;
    private readonly TimeProvider _timeProvider;
    private readonly string _processName;

    public DebugHandler(ProbeSet probes, ProfileSet profiles, DebugAnswer answer, IOptionsMonitor<DebugEndpointsOptions> options, TimeProvider timeProvider, IHostEnvironment environment)
    {
        _probes = probes;
        _profiles = profiles;
        _answer = answer;
        _options = options;
        _timeProvider = timeProvider;
        _processName = environment.ApplicationName;
    }

    public Task IndexAsync(HttpContext context)
    {
        var enabled = Enabled();
        return AnswerAsync(context, new IndexProbe(enabled, EnabledProfiles(), Process), isFolder: true);
    }

    public Task ProbeAsync(HttpContext context, Probe probe) => AnswerAsync(context, probe, probe.IsFolder);

    public async Task UnknownAsync(HttpContext context)
    {
        if (await _answer.IsRefusedAsync(context))
            return;
        var asked = context.GetRouteValue("path") as string;
        await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound, $"There is no debug endpoint '{asked}'. There is: {string.Join(", ", Enabled().Select(p => p.Name))}.");
    }

    private async Task AnswerAsync(HttpContext context, Probe probe, bool isFolder)
    {
        if (await _answer.IsRefusedAsync(context) || DebugAnswer.RedirectedToItsOwnAddress(context, isFolder))
            return;
        if (IsDisabled(probe.Name))
        {
            await DebugAnswer.FailAsync(context, StatusCodes.Status404NotFound,
                $"'{probe.Name}' is switched off: take it out of DebugEndpointsOptions.Disabled. There is: {string.Join(", ", Enabled().Select(p => p.Name))}.");
            return;
        }

        if (ProbeRequest.Read(context.Request, out var error) is not { } request)
        {
            await DebugAnswer.FailAsync(context, StatusCodes.Status400BadRequest, error!);
            return;
        }

        var started = _timeProvider.GetTimestamp();
        var body = probe.Answer(request, Process());
        var response = context.Response;
        DebugAnswer.TellCost(response, _timeProvider.GetElapsedTime(started));
        if (request.Format == PageFormat.Html)
            response.Headers.ContentSecurityPolicy = probe.ContentSecurityPolicy;
        response.ContentType = request.Format switch
        {
            PageFormat.Html => "text/html; charset=utf-8",
            PageFormat.Json => "application/json; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        await DebugAnswer.WriteAsync(context, body);
    }

    private List<Probe> Enabled() => [.. _probes.All.Where(p => !IsDisabled(p.Name))];

    private List<ProfileSource> EnabledProfiles() => IsDisabled(PprofProbe.Folder) ? [] : [.. _profiles.All.Where(p => !IsDisabled($"{PprofProbe.Folder}/{p.Name}"))];

    private bool IsDisabled(string name) => _options.CurrentValue.Disabled.Contains(name);

    private ProcessFacts Process() => ProcessFacts.Read(_processName, _timeProvider);
}
