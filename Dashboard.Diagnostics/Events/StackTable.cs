using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>A stack, what distinguishes it beside its methods (a type, an owner), how often it came and with how much.</summary>
/// <param name="Cause">The stack of another thread that has to do with it; mostly null.</param>
internal readonly record struct CountedStack(NamedStack Stack, string Detail, NamedStack? Cause, double Count, double Amount);

/// <summary>
/// Counts by stack, bounded: when there are too many, the smaller half by amount is folded into one sum. One thread adds while others read.
/// </summary>
internal sealed class StackTable(int maximumStacks = StackTable.DefaultMaximum)
{
    public const int DefaultMaximum = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<(NamedStack Stack, string Detail, NamedStack? Cause), Sums> _stacks = [];
    private Sums _folded;
    private double _count;

    /// <summary>How often in all.</summary>
    public long Count => (long)Math.Round(Volatile.Read(ref _count));

    public void Add(NamedStack stack, string detail, double count, double amount, NamedStack? cause = null)
    {
        lock (_lock)
        {
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_stacks, (stack, detail, cause), out _);
            sums.Count += count;
            sums.Amount += amount;
            _count += count;
            if (_stacks.Count > maximumStacks)
                Fold();
        }
    }

    /// <summary>A copy; what was folded comes last, under an empty stack.</summary>
    public (IReadOnlyList<CountedStack> Stacks, bool IsFolded) Read()
    {
        lock (_lock)
        {
            var stacks = new List<CountedStack>(_stacks.Count + 1);
            foreach (var (key, sums) in _stacks)
                stacks.Add(new CountedStack(key.Stack, key.Detail, key.Cause, sums.Count, sums.Amount));
            if (_folded.Count > 0)
                stacks.Add(new CountedStack(Other, "", null, _folded.Count, _folded.Amount));
            return (stacks, _folded.Count > 0);
        }
    }

    private static readonly NamedStack Other = new([new MethodName("[other]", "")], 0);

    private void Fold()
    {
        var smallest = _stacks.OrderBy(s => s.Value.Amount).Take(_stacks.Count - maximumStacks / 2).Select(s => s.Key).ToList();
        foreach (var key in smallest)
        {
            _stacks.Remove(key, out var sums);
            _folded.Count += sums.Count;
            _folded.Amount += sums.Amount;
        }
    }

    private struct Sums
    {
        public double Count;
        public double Amount;
    }
}
