using System.Buffers;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Passes a session's stream on as it comes, block by block, so that memory stays bounded however long it is and however slowly the caller reads: then the runtime drops events, and the file says so.
/// The runtime writes the process' command line into it; secrets can be in there, so its characters are overwritten.
/// </summary>
internal sealed class TraceStream(Stream destination, CancellationToken cancellationToken) : INettraceSink
{
    private const string Rundown = "Microsoft-Windows-DotNETRuntimeRundown";
    private const string EventPipe = "Microsoft-DotNETCore-EventPipe";
    private const int ProcessInfo = 1;
    private const int RuntimeInformation = 187;

    // Two numbers of the instance and the edition, two versions of four, startup flags and mode.
    private const int RuntimeInformationOffset = 10 * sizeof(ushort) + sizeof(uint) + sizeof(byte);

    private readonly TaskCompletionSource<bool> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the caller does not take any more.</summary>
    public Task Left => _left.Task;

    public long Bytes { get; private set; }

    /// <summary>Lets the bytes through, or drops them: those that came before this call wait for it.</summary>
    public void Open(bool isWanted) => _open.TrySetResult(isWanted);

    public void OnEvent(in NettraceRecord record)
    {
        if (record.Kind is { Provider: EventPipe, EventId: ProcessInfo })
            Blank(record.Payload);
        else if (record.Kind is { Provider: Rundown or EventCounter.Runtime, EventId: RuntimeInformation } && record.Payload.Length > RuntimeInformationOffset)
            Blank(record.Payload[RuntimeInformationOffset..]);
    }

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        // The session's own thread may block here, the session is read on in any case: dropped when nobody takes it.
        if (!_open.Task.GetAwaiter().GetResult() || _left.Task.IsCompleted)
            return;
        var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            bytes.CopyTo(copy);
            destination.WriteAsync(copy.AsMemory(0, bytes.Length), cancellationToken).AsTask().GetAwaiter().GetResult();
            Bytes += bytes.Length;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            _left.TrySetResult();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static void Blank(Span<byte> payload)
    {
        var characters = MemoryMarshal.Cast<byte, char>(payload);
        var length = characters.IndexOf('\0');
        characters[..(length < 0 ? characters.Length : length)].Fill('*');
    }
}
