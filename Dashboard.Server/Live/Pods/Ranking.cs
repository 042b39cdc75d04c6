using System.Buffers;

namespace Dashboard.Server.Live.Pods;

/// <summary>Where a row stands: a number first (NaN stands last, either way round), then a text, then namespace, name and index.</summary>
internal readonly record struct Rank(double Number, string? Text, string Namespace, string Name, int Index);

/// <summary>Finds the rows of a window without sorting those that nobody sees.</summary>
internal sealed class Ranking(bool descending) : IComparer<Rank>
{
    public int Compare(Rank left, Rank right)
    {
        // Absent is not zero: it is neither the least nor the most.
        if (double.IsNaN(left.Number) || double.IsNaN(right.Number))
        {
            var absent = double.IsNaN(left.Number).CompareTo(double.IsNaN(right.Number));
            return absent != 0 ? absent : Tie(left, right);
        }

        var order = left.Number.CompareTo(right.Number);
        if (order == 0 && left.Text is not null)
        {
            order = string.CompareOrdinal(left.Text, right.Text);
        }

        return order == 0 ? Tie(left, right) : descending ? -order : order;
    }

    /// <summary>Brings the first <paramref name="count"/> ranks in order to the front and returns them.</summary>
    public ReadOnlySpan<Rank> First(Span<Rank> ranks, int count)
    {
        count = Math.Min(count, ranks.Length);

        // A heap looks at each row once and mostly drops it at the first comparison; for deep windows a sort is cheaper.
        if (count > ranks.Length / 8)
        {
            ranks.Sort(Compare);
            return ranks[..count];
        }

        var heap = ranks[..count];
        for (var i = count / 2 - 1; i >= 0; i--)
        {
            SiftDown(heap, i);
        }

        for (var i = count; i < ranks.Length; i++)
        {
            if (count > 0 && Compare(ranks[i], heap[0]) < 0)
            {
                (heap[0], ranks[i]) = (ranks[i], heap[0]);
                SiftDown(heap, 0);
            }
        }

        heap.Sort(Compare);
        return heap;
    }

    // The worst of the heap is at its root.
    private void SiftDown(Span<Rank> heap, int at)
    {
        while (true)
        {
            var worst = at;
            for (var child = 2 * at + 1; child <= 2 * at + 2 && child < heap.Length; child++)
            {
                worst = Compare(heap[child], heap[worst]) > 0 ? child : worst;
            }

            if (worst == at)
            {
                return;
            }

            (heap[at], heap[worst]) = (heap[worst], heap[at]);
            at = worst;
        }
    }

    private static int Tie(in Rank left, in Rank right)
    {
        var order = string.CompareOrdinal(left.Namespace, right.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }
}

/// <summary>A rented array of ranks that grows; a view of 10,000 pods leaves no garbage for them.</summary>
internal struct RankBuffer() : IDisposable
{
    private Rank[] _ranks = ArrayPool<Rank>.Shared.Rent(256);

    public int Count { get; private set; }

    public readonly Span<Rank> Span => _ranks.AsSpan(0, Count);

    public void Add(in Rank rank)
    {
        if (Count == _ranks.Length)
        {
            var larger = ArrayPool<Rank>.Shared.Rent(Count * 2);
            _ranks.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<Rank>.Shared.Return(_ranks, clearArray: true);
            _ranks = larger;
        }

        _ranks[Count++] = rank;
    }

    /// <summary>Drops all after the first so many.</summary>
    public void Keep(int count) => Count = Math.Min(count, Count);

    // Cleared: names of dead pods would stay reachable through the pool.
    public readonly void Dispose() => ArrayPool<Rank>.Shared.Return(_ranks, clearArray: true);
}
