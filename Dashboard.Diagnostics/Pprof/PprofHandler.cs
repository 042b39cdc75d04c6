using System.Globalization;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Metering;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Stacks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>The profiles under /debug/pprof/, as Go's net/http/pprof answers them, in the forms of other tools, and as pages. The status is decided before the first byte.</summary>
internal sealed partial class PprofHandler(
    ProfileSet profiles, PprofAccess access, CaptureSelector selector, KeptCaptures kept, FrameAddresses addresses, TimeProvider timeProvider, IHostEnvironment environment,
    DebugMeter meter, ILogger<PprofHandler> logger)
{
    public async Task ProfileAsync(HttpContext context)
    {
        var name = (context.GetRouteValue("name") as string ?? "").TrimEnd('/');
        var source = profiles.All.FirstOrDefault(p => p.Name == name);
        if (await access.IsRefusedAsync(context, name, source?.Tier ?? ProfileTier.Counters))
            return;
        if (source is null)
        {
            var known = profiles.Names.Where(n => !access.IsDisabled(n));
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

    private async Task AnswerAsync(HttpContext context, ProfileSource source, PprofRequest request)
    {
        var started = timeProvider.GetTimestamp();
        var response = context.Response;
        CaptureSelection selection;
        ProfileBody body;
        try
        {
            selection = await selector.SelectAsync(source, request, context.RequestAborted);
            body = request.Form == ProfileForm.Page ? Page(context, source, selection) : ProfileBody.Write(selection, request, addresses);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogLeft(logger, source.Name, Caller(context));
            Count(CaptureOutcome.Abandoned);
            return;
        }
        catch (CaptureBusyException e)
        {
            response.Headers.RetryAfter = e.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            Count(CaptureOutcome.Refused);
            await FailAsync(context, source, request, StatusCodes.Status429TooManyRequests, e.Message);
            return;
        }
        catch (CaptureSelectionException e)
        {
            await FailAsync(context, source, request, e.IsUnknown ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, e.Message);
            return;
        }
        catch (CaptureException e)
        {
            LogFailed(logger, source.Name, e.Message);
            Count(CaptureOutcome.Failure);
            if (e.IsTransient)
                response.Headers.RetryAfter = "1";
            await FailAsync(context, source, request, e.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status501NotImplemented, e.Message);
            return;
        }

        var total = timeProvider.GetElapsedTime(started);
        var pause = selection.IsNew ? selection.Current?.Facts.Pause : null;
        if (selection.IsNew)
        {
            LogCaptured(logger, source.Name, Caller(context), body.Bytes.Length, total.TotalMilliseconds, pause?.TotalMilliseconds);
            Count(CaptureOutcome.Success, pause);
        }
        else if (selection.Current is { } current)
            LogServed(logger, current.Facts.Id, source.Name, Caller(context), body.Bytes.Length, total.TotalMilliseconds);
        DebugAnswer.TellCost(response, total, pause);
        if (selection.Current is { IsKept: true } known)
            response.Headers["X-Debug-Snapshot"] = known.Facts.Id;
        await SendAsync(context, body);

        void Count(CaptureOutcome outcome, TimeSpan? pause = null) => meter.Captured(source.Name, outcome, timeProvider.GetElapsedTime(started), pause);
    }

    private ProfileBody Page(HttpContext context, ProfileSource source, CaptureSelection selection)
    {
        if (selection is { IsNew: true, Current: { } taken })
            kept.TakenByPerson(taken.Facts);
        var html = ProfilePage.Write(source, selection, kept.Of(source.Name), ProfileView.Read(context.Request), Process(), context.Request);
        return ProfileBody.Page(html);
    }

    /// <summary>In a browser a refusal is a page, with what was kept to look at meanwhile.</summary>
    private async Task FailAsync(HttpContext context, ProfileSource source, PprofRequest request, int status, string words)
    {
        if (request.Form != ProfileForm.Page)
        {
            await DebugAnswer.FailAsync(context, status, words);
            return;
        }

        context.Response.StatusCode = status;
        await SendAsync(context, ProfileBody.Page(ProfilePage.WriteFailure(source, words, kept.Of(source.Name), Process())));
    }

    private static async Task SendAsync(HttpContext context, ProfileBody body)
    {
        var response = context.Response;
        response.ContentType = body.ContentType;
        if (body.FileName is { } file)
            response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
        if (body.ContentSecurityPolicy is { } policy)
            response.Headers.ContentSecurityPolicy = policy;
        await DebugAnswer.WriteAsync(context, body.Bytes);
    }

    private ProcessFacts Process() => ProcessFacts.Read(environment.ApplicationName, timeProvider);

    private static string Caller(HttpContext context) =>
        $"{context.User.Identity?.Name ?? "an unnamed caller"} at {context.Connection.RemoteIpAddress?.ToString() ?? "a local socket"}";

    [LoggerMessage(1, LogLevel.Information, "Captured the profile {Profile} for {Caller}: {Bytes} bytes in {Milliseconds:0.0} ms, pause {PauseMilliseconds:0.0} ms")]
    private static partial void LogCaptured(ILogger logger, string profile, string caller, int bytes, double milliseconds, double? pauseMilliseconds);

    [LoggerMessage(2, LogLevel.Information, "Stopped capturing the profile {Profile}: {Caller} has left")]
    private static partial void LogLeft(ILogger logger, string profile, string caller);

    [LoggerMessage(3, LogLevel.Warning, "Could not capture the profile {Profile}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string profile, string reason);

    [LoggerMessage(4, LogLevel.Information, "Served the kept capture {Id} of the profile {Profile} to {Caller}: {Bytes} bytes in {Milliseconds:0.0} ms")]
    private static partial void LogServed(ILogger logger, string id, string profile, string caller, int bytes, double milliseconds);
}
