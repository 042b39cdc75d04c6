namespace Dashboard.Server.Live.Api;

/// <summary>Answers with JSON that was made already; before there is any, with a problem that says to come again.</summary>
internal sealed class PayloadResult(Payload? payload) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A figure that is some seconds old is another figure.
        httpContext.Response.Headers.CacheControl = "no-store";
        if (payload is null)
        {
            await ApiProblems
                .NotYet(httpContext, "The collector has not said anything yet. Ask again in some seconds; the log says what it waits for.")
                .ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = payload.Utf8Json.Length;
        await httpContext.Response.BodyWriter.WriteAsync(payload.Utf8Json, httpContext.RequestAborted);
    }
}
