using System.Buffers.Binary;
using System.Text;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Waits for a lock (Monitor and System.Threading.Lock) by the waiter's stack. The runtime tells the lock's owner when a wait begins and how long it was when it ends; waits that go on are not in it.
/// </summary>
internal sealed class ContentionCounter(TimeProvider timeProvider) : EventCounter(timeProvider)
{
    private const int ContentionStart = 81;
    private const int ContentionStop = 91;

    // Flags, the runtime's instance, the lock's id, its object's id.
    private const int OwnerOffset = sizeof(byte) + sizeof(ushort) + 2 * sizeof(ulong);
    private const int DurationOffset = sizeof(byte) + sizeof(ushort);

    /// <summary>Threads that wait at the same time; of more only some are counted.</summary>
    private const int MaximumWaiting = 10_000;

    private readonly TimeProvider _timeProvider = timeProvider;
    private readonly Dictionary<long, (NamedStack Stack, string Owner)> _waiting = [];
    private readonly Dictionary<long, string> _threadNames = [];
    private long _namesRead = timeProvider.GetTimestamp();

    public static EventProvider Provider { get; } = new(Runtime, 0x4000, 4);

    /// <summary>Waits and nanoseconds by the waiter's stack and the name of the owner's thread.</summary>
    public StackTable Table { get; } = new();

    public override long Total => Table.Count;

    protected override void Count(in NettraceRecord record)
    {
        if (record.Kind.EventId == ContentionStart && record.Payload.Length >= OwnerOffset + sizeof(ulong))
        {
            if (_waiting.Count >= MaximumWaiting)
                _waiting.Clear();
            // Only the beginning has a stack.
            _waiting[record.ThreadId] = (Names.Of(record.Stack), ThreadName(BinaryPrimitives.ReadInt64LittleEndian(record.Payload[OwnerOffset..])));
        }
        else if (record.Kind.EventId == ContentionStop && _waiting.Remove(record.ThreadId, out var wait) && !wait.Stack.IsObserver)
        {
            var nanoseconds = BinaryPrimitives.ReadDoubleLittleEndian(record.Payload[DurationOffset..]);
            Table.Add(wait.Stack, wait.Owner, 1, double.IsFinite(nanoseconds) ? Math.Max(0, nanoseconds) : 0);
        }
    }

    private const string UnknownOwner = "[unknown]";

    private string ThreadName(long id)
    {
        // A number may be another thread's after a while.
        if (_timeProvider.GetElapsedTime(_namesRead) > StackNames.Lifetime)
        {
            _threadNames.Clear();
            _namesRead = _timeProvider.GetTimestamp();
        }

        if (_threadNames.TryGetValue(id, out var name))
            return name;
        Span<byte> buffer = stackalloc byte[64];
        name = id == 0 ? "" : Encoding.UTF8.GetString(ProcFile.Read($"/proc/self/task/{id}/comm", buffer).TrimEnd((byte)'\n'));
        return _threadNames[id] = name.Length > 0 ? name : UnknownOwner;
    }
}
