using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>
/// The whole list of pod metrics, encoded once for each scrape however many ask. It differs from request to request only in the
/// creationTimestamp of its items, which is the time of the request; those are written over in place. The compressed form is made at most
/// once for each scrape too and keeps the time of its making.
/// </summary>
internal sealed class MetricsCache
{
    private static readonly byte[] Marker = "\"creationTimestamp\":\""u8.ToArray();

    private readonly Lock _gate = new();
    private (long Scrape, long Deletions, TimeSpan Skew) _key = (-1, -1, default);
    private long _second;
    private byte[] _plain = [];
    private int[] _stamps = [];
    private byte[]? _compressed;

    public async Task WriteAsync(HttpContext context, (long Scrape, long Deletions, TimeSpan Skew) key, DateTimeOffset now, int typicalBytes, Action<Utf8JsonWriter> encode)
    {
        var gzip = JsonBody.TakesGzip(context) && typicalBytes >= JsonBody.GzipFromBytes;
        byte[] body;
        lock (_gate) body = gzip ? Compressed(key, encode, typicalBytes) : Plain(key, now, encode, typicalBytes);
        context.Response.ContentType = "application/json";
        if (gzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.Vary = "Accept-Encoding";
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private byte[] Compressed((long, long, TimeSpan) key, Action<Utf8JsonWriter> encode, int typicalBytes)
    {
        Encode(key, encode, typicalBytes);
        if (_compressed is not null) return _compressed;
        using var target = new MemoryStream(_plain.Length / 8);
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(_plain);
        return _compressed = target.ToArray();
    }

    private byte[] Plain((long Scrape, long Deletions, TimeSpan Skew) key, DateTimeOffset now, Action<Utf8JsonWriter> encode, int typicalBytes)
    {
        Encode(key, encode, typicalBytes);
        var second = (now + key.Skew).ToUnixTimeSeconds();
        if (second == _second) return _plain;

        // An answer that is being sent may carry the older second in its first items and the newer in its last, which no client can tell
        // from a slow server.
        _second = second;
        Span<byte> text = stackalloc byte[20];
        ObjectWriter.FormatTime(text, now + key.Skew);
        foreach (var at in _stamps) text.CopyTo(_plain.AsSpan(at));
        return _plain;
    }

    private void Encode((long, long, TimeSpan) key, Action<Utf8JsonWriter> encode, int typicalBytes)
    {
        if (key == _key) return;
        var buffer = new ArrayBufferWriter<byte>(Math.Max(4_096, Math.Max(typicalBytes, _plain.Length + 4_096)));
        using (var json = new Utf8JsonWriter(buffer, ObjectWriter.Options)) encode(json);
        _plain = buffer.WrittenSpan.ToArray();
        _stamps = Stamps(_plain);
        _compressed = null;
        _second = 0;
        _key = key;
    }

    private static int[] Stamps(ReadOnlySpan<byte> body)
    {
        var found = new List<int>();
        for (var at = 0; body[at..].IndexOf(Marker) is >= 0 and var next;)
        {
            at += next + Marker.Length;
            found.Add(at);
        }

        return [.. found];
    }
}
