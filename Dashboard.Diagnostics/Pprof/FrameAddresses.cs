using System.Collections.Concurrent;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>
/// Addresses for frames: the formats want them, and the real ones change when code is compiled anew and would tell where the process lies in memory. So each is made of the
/// function's name, stable across captures and processes, and <c>symbol</c> turns it back. Remembers a bounded number of names.
/// </summary>
internal sealed class FrameAddresses
{
    private const int MaximumNames = 100_000;

    // Sixteen addresses for each function: legacy readers ask for the address before a return address.
    private const ulong WithinFunction = 0xF;
    private const ulong Middle = 0x8;
    private const ulong AddressBits = 0x7FFF_FFFF_FFFF;

    private readonly ConcurrentDictionary<ulong, string> _names = new();
    private int _count;

    public ulong Of(Frame frame)
    {
        var address = Hash(frame.Function) & AddressBits & ~WithinFunction | Middle;
        // The dictionary's own count locks all of it.
        if (!_names.ContainsKey(address & ~WithinFunction) && Volatile.Read(ref _count) < MaximumNames && _names.TryAdd(address & ~WithinFunction, frame.Function))
            Interlocked.Increment(ref _count);
        return address;
    }

    /// <summary>Null for an address that was never given out.</summary>
    public string? NameAt(ulong address) => _names.GetValueOrDefault(address & ~WithinFunction);

    // FNV-1a, 64 bits: string.GetHashCode is another one in each process.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
