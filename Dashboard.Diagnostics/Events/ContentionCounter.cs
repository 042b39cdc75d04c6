using System.Buffers.Binary;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Waits for a lock (Monitor and System.Threading.Lock) by the waiter's stack. The runtime tells the lock's owner when a wait begins and how long it was when it ends; waits that go on are not in it.
/// The owner's stack it does not tell: that is looked at while somebody waits, now and then.
/// </summary>
internal sealed class ContentionCounter(TimeProvider timeProvider, SourceLines? lines = null) : EventCounter(timeProvider, lines)
{
    private const int ContentionStart = 81;
    private const int ContentionStop = 91;

    // Flags, the runtime's instance, the lock's id, its object's id.
    private const int OwnerOffset = sizeof(byte) + sizeof(ushort) + 2 * sizeof(ulong);
    private const int DurationOffset = sizeof(byte) + sizeof(ushort);

    /// <summary>Threads that wait at the same time; of more only some are counted.</summary>
    private const int MaximumWaiting = 10_000;

    /// <summary>Waits that ended while their owner was being looked at; more are counted without.</summary>
    private const int MaximumUndecided = 1000;

    private readonly Lock _lock = new();
    private readonly ThreadNames _threadNames = new(timeProvider);
    private readonly OwnerSampler _owners = new(timeProvider, lines);
    private readonly Dictionary<long, Wait> _waiting = [];
    private readonly List<(Wait Wait, TimeSpan End, double Nanoseconds)> _undecided = [];

    public static EventProvider Provider { get; } = new(Runtime, 0x4000, 4);

    /// <summary>Waits and nanoseconds by the waiter's stack, the name of the owner's thread, and the owner's stack where somebody looked.</summary>
    public StackTable Table { get; } = new();

    public override long Total => Table.Count;

    /// <summary>Who waits now has waited since the runtime's last handing over at the least: worth a look at the owner.</summary>
    public override void OnQuiet()
    {
        lock (_lock)
        {
            if (_undecided.Count > 0 && !_owners.IsRunning)
                Decide();
            if (_waiting.Count > 0)
                _owners.TryBegin(_waiting.Values.Select(w => w.OwnerId).Where(id => id != 0).Take(MaximumUndecided));
        }
    }

    public override bool Settle(TimeSpan timeout)
    {
        var isIdle = _owners.WaitUntilIdle(timeout);
        lock (_lock)
            Decide();
        return isIdle;
    }

    protected override void Count(in NettraceRecord record)
    {
        lock (_lock)
        {
            if (record.Kind.EventId == ContentionStart && record.Payload.Length >= OwnerOffset + sizeof(ulong))
                Begin(record);
            else if (record.Kind.EventId == ContentionStop && _waiting.Remove(record.ThreadId, out var wait) && !wait.Stack.IsObserver)
                End(wait, record);
        }
    }

    private void Begin(in NettraceRecord record)
    {
        if (_waiting.Count >= MaximumWaiting)
            _waiting.Clear();
        // Only the beginning has a stack.
        var ownerId = BinaryPrimitives.ReadInt64LittleEndian(record.Payload[OwnerOffset..]);
        _waiting[record.ThreadId] = new Wait(Names.Of(record.Stack), _threadNames.Of(ownerId), ownerId, record.Timestamp);
    }

    private void End(Wait wait, in NettraceRecord record)
    {
        var nanoseconds = BinaryPrimitives.ReadDoubleLittleEndian(record.Payload[DurationOffset..]);
        var ended = (wait, record.Timestamp, double.IsFinite(nanoseconds) ? Math.Max(0, nanoseconds) : 0);
        if (_owners.IsRunning && _undecided.Count < MaximumUndecided)
            _undecided.Add(ended);
        else
            Add(ended);
    }

    private void Decide()
    {
        foreach (var ended in _undecided)
            Add(ended);
        _undecided.Clear();
    }

    private void Add((Wait Wait, TimeSpan End, double Nanoseconds) ended) => Table.Add(
        ended.Wait.Stack, ended.Wait.Owner, 1, ended.Nanoseconds, _owners.Find(ended.Wait.OwnerId, ended.Wait.Start, ended.End));

    private readonly record struct Wait(NamedStack Stack, string Owner, long OwnerId, TimeSpan Start);
}
