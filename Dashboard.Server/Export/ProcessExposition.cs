namespace Dashboard.Server.Export;

/// <summary>
/// The process' own meters as OpenTelemetry's exporter writes them. It is asked as by a request of its own, with an Accept header that leaves it one format only,
/// and answers into a buffer: what it serves is bounded (its <c>MaxScrapeResponseSizeBytes</c>), and its end mark can be taken off.
/// </summary>
internal sealed class ProcessExposition(RequestDelegate exporter)
{
    /// <summary>Runs the exporter.</summary>
    /// <returns>The lines without an end mark; empty when the exporter failed, which it logs itself.</returns>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext scrape, ExpositionFormat format)
    {
        var body = new MemoryStream();
        var request = new DefaultHttpContext { RequestServices = scrape.RequestServices, RequestAborted = scrape.RequestAborted };
        request.Request.Method = HttpMethods.Get;
        request.Request.Path = scrape.Request.Path;
        request.Request.Headers.Accept = format.Accept;
        request.Response.Body = body;
        await exporter(request);
        if (request.Response.StatusCode != StatusCodes.Status200OK)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var lines = body.GetBuffer().AsMemory(0, (int)body.Length);
        return lines.Span.EndsWith("# EOF\n"u8) ? lines[..^"# EOF\n"u8.Length] : lines;
    }
}
