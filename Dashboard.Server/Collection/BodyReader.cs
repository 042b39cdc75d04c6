using System.Text.Json;

namespace Dashboard.Server.Collection;

/// <summary>
/// Moves an answer's body through one buffer that is kept from poll to poll, so that a reader sees contiguous pieces of many items. Not
/// thread-safe.
/// </summary>
internal sealed class BodyReader
{
    // Below the large object heap; a poll's items are half a kilobyte, a pod's eight to twenty.
    private const int InitialSize = 64 * 1024;

    /// <summary>etcd holds no object above 1.5 MB; larger than this is not a Kubernetes object.</summary>
    private const int MaximumSize = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[InitialSize];

    /// <summary>Reads a list to its end.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="reader">Begun already.</param>
    /// <param name="progress">Called after each piece: the peer is alive.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many bytes the body had.</returns>
    public async ValueTask<long> ReadListAsync(Stream body, ListReader reader, Action? progress, CancellationToken cancellationToken)
    {
        var total = 0L;
        var filled = 0;
        while (true)
        {
            // Larger pieces, so that few items are met by their end and read twice.
            var wanted = Math.Max(1, _buffer.Length / 2 - filled);
            var read = await body.ReadAtLeastAsync(_buffer.AsMemory(filled), wanted, throwOnEndOfStream: false, cancellationToken);
            progress?.Invoke();
            total += read;
            filled += read;
            var isLast = read < wanted;
            var consumed = reader.Read(_buffer.AsSpan(0, filled), isLast);
            if (isLast)
            {
                return total;
            }

            filled = KeepRest(consumed, filled);
        }
    }

    /// <summary>Reads lines (a watch's events) until the body ends.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="line">Called with each line; false ends the reading.</param>
    /// <param name="progress">Called whenever bytes have come: the peer is alive.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask ReadLinesAsync(Stream body, LineHandler line, Action progress, CancellationToken cancellationToken)
    {
        var filled = 0;
        var searched = 0;
        while (true)
        {
            var read = await body.ReadAsync(_buffer.AsMemory(filled), cancellationToken);
            progress();
            if (read == 0)
            {
                if (filled > 0)
                {
                    throw new JsonException("The watch ended in the middle of an event.");
                }

                return;
            }

            filled += read;
            var start = 0;
            int end;
            while ((end = _buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n')) >= 0)
            {
                var length = searched + end - start;
                if (length > 0 && !line(_buffer.AsSpan(start, length)))
                {
                    return;
                }

                start = searched + end + 1;
                searched = start;
            }

            filled = KeepRest(start, filled);
            searched = filled;
        }
    }

    private int KeepRest(int consumed, int filled)
    {
        var rest = filled - consumed;
        if (consumed > 0)
        {
            _buffer.AsSpan(consumed, rest).CopyTo(_buffer);
        }

        if (rest > _buffer.Length / 2)
        {
            if (_buffer.Length >= MaximumSize)
            {
                throw new JsonException($"One item of the answer is larger than {MaximumSize / 2 / 1024 / 1024} MB.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return rest;
    }
}

/// <summary>Takes one line; false wants no more.</summary>
internal delegate bool LineHandler(ReadOnlySpan<byte> line);
