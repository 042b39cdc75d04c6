using System.IO.Compression;
using System.IO.Pipelines;
using Dashboard.Server.History;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.Export;

/// <summary>Answers a scrape: the process' meters, then the cluster's series, one exposition.</summary>
internal sealed class MetricsEndpoint(ClusterHistory history, IOptionsMonitor<ExportOptions> options, TimeProvider time)
{
    private Scrape? _spare;

    public async Task AnswerAsync(HttpContext context, ProcessExposition process)
    {
        var format = ExpositionFormat.Negotiate(context.Request.Headers.Accept);
        var own = await process.ReadAsync(context, format);
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.AcceptEncoding}";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        // One set of buffers is kept from scrape to scrape; a second scrape at the same time makes its own.
        var scrape = Interlocked.Exchange(ref _spare, null) ?? new Scrape();
        try
        {
            if (AcceptsGzip(context.Request))
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
                var pipe = PipeWriter.Create(gzip, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
                await WriteAsync(scrape, own, pipe, format, context.RequestAborted);
                await pipe.CompleteAsync();
            }
            else
            {
                await WriteAsync(scrape, own, context.Response.BodyWriter, format, context.RequestAborted);
            }
        }
        finally
        {
            scrape.Clear();
            Volatile.Write(ref _spare, scrape);
        }
    }

    private async Task WriteAsync(Scrape scrape, ReadOnlyMemory<byte> own, PipeWriter pipe, ExpositionFormat format, CancellationToken cancellationToken)
    {
        scrape.Snapshot.Take(history, options.CurrentValue.PerPod, time.GetUtcNow());
        var writer = new ExpositionWriter(pipe, format);
        writer.Raw(own.Span);
        if (await scrape.Cluster.WriteAsync(scrape.Snapshot, writer, cancellationToken))
        {
            writer.EndAll();
            await writer.FlushAsync(cancellationToken);
        }
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        foreach (var coding in request.GetTypedHeaders().AcceptEncoding)
        {
            if (coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase))
            {
                return coding.Quality is not 0;
            }
        }

        return false;
    }

    private sealed class Scrape
    {
        public ScrapeSnapshot Snapshot { get; } = new();

        public ClusterExposition Cluster { get; } = new();

        public void Clear()
        {
            Snapshot.Clear();
            Cluster.Clear();
        }
    }
}
