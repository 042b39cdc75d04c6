using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>A long answer, written straight into the response's pipe, through gzip if the client takes it.</summary>
internal sealed class JsonBody : IAsyncDisposable
{
    /// <summary>Shorter answers are not worth compressing: the API server's own bound.</summary>
    public const int GzipFromBytes = 128 * 1_024;

    private const int FlushAtBytes = 64 * 1_024;

    private readonly HttpContext _context;
    private readonly ArrayBufferWriter<byte>? _plain;
    private readonly GZipStream? _gzip;
    private bool _cut;

    public JsonBody(HttpContext context, bool gzip)
    {
        _context = context;
        context.Response.ContentType = "application/json";
        if (gzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.Vary = "Accept-Encoding";
            _plain = new ArrayBufferWriter<byte>(FlushAtBytes + 16_384);
            _gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            Json = new Utf8JsonWriter(_plain, ObjectWriter.Options);
        }
        else
        {
            Json = new Utf8JsonWriter(context.Response.BodyWriter, ObjectWriter.Options);
        }
    }

    public Utf8JsonWriter Json { get; }

    public static bool TakesGzip(HttpContext context) => context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends what is written once there is enough of it; to be called between items.</summary>
    public ValueTask ProgressAsync() => Json.BytesPending + (_plain?.WrittenCount ?? _context.Response.BodyWriter.UnflushedBytes) >= FlushAtBytes ? SendAsync() : default;

    public async ValueTask SendAsync()
    {
        Json.Flush();
        if (_plain is null)
        {
            await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);
            return;
        }

        await _gzip!.WriteAsync(_plain.WrittenMemory, _context.RequestAborted);
        _plain.ResetWrittenCount();
    }

    /// <summary>Sends what is written and never ends the body.</summary>
    public async ValueTask CutAsync()
    {
        await SendAsync();
        if (_gzip is not null) await _gzip.FlushAsync(_context.RequestAborted);
        _cut = true;
        throw new CutException();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_cut && !_context.RequestAborted.IsCancellationRequested)
        {
            await SendAsync();
            if (_gzip is not null) await _gzip.DisposeAsync();
        }

        await Json.DisposeAsync();
    }
}

/// <summary>
/// Thrown out of the handler, it makes the server close the connection (on HTTP/2 the stream) without an end of the body, after the client
/// has got what was sent; an abort would take that back.
/// </summary>
internal sealed class CutException : Exception;
