namespace Dashboard.Server.History;

/// <summary>
/// The coarse past of one line: minutes, then ten minutes. What leaves the ring of samples comes in here, and minutes that grow old
/// become ten minutes: every sample is kept once, in the finest tier that still reaches back to it.
/// </summary>
/// <remarks>A ten-minute mean is the mean of its minutes' means, so that a minute with more samples weighs no more.</remarks>
internal sealed class Tiers
{
    private const long MillisecondsPerMinute = 60_000;

    private BucketQueue _minutes;
    private BucketQueue _tenMinutes;
    private Fold _minute;
    private Fold _ten;

    public static int MinuteOf(long milliseconds) => (int)(milliseconds / MillisecondsPerMinute);

    /// <summary>Takes a sample over; times ascend.</summary>
    public void Add(long milliseconds, float cpu, float memory, HistoryOptions options)
    {
        if (float.IsNaN(cpu))
        {
            return;
        }

        if (!_minute.Add(MinuteOf(milliseconds), Extent.At(cpu), Extent.At(memory), out var number, out var closed))
        {
            return;
        }

        _minutes.Add(number, closed);
        while (_minutes.TryTakeBefore(number - options.MinuteBuckets, out var old))
        {
            Age(old, options);
        }
    }

    /// <summary>A copy that goes its own way.</summary>
    public Tiers Clone() => new() { _minutes = _minutes.Clone(), _tenMinutes = _tenMinutes.Clone(), _minute = _minute, _ten = _ten };

    /// <summary>Bytes of the blocks held, for the statement of bounds.</summary>
    public int BlockCount => _minutes.Blocks + _tenMinutes.Blocks;

    /// <summary>Reads the line at minutes or ten minutes: what is kept here, then what is still in the samples, folded as it would be.</summary>
    public static void Read(Tiers? tiers, SampleCursor samples, Resolution resolution, SeriesBuilder into)
    {
        var minute = tiers?._minute ?? default;
        var ten = tiers?._ten ?? default;
        var fine = resolution == Resolution.Minute;
        if (tiers is not null)
        {
            if (!fine)
            {
                for (var block = tiers._tenMinutes.Oldest; block is not null; block = block.Next)
                {
                    into.Add(block);
                }
            }

            for (var block = tiers._minutes.Oldest; block is not null; block = block.Next)
            {
                if (fine)
                {
                    into.Add(block);
                }
                else
                {
                    for (var i = 0; i < block.Length; i++)
                    {
                        FoldTen(ref ten, block.First + i, block.Buckets[i], into);
                    }
                }
            }
        }

        while (samples.MoveNext())
        {
            if (!float.IsNaN(samples.Cpu)
                && minute.Add(MinuteOf(samples.Milliseconds), Extent.At(samples.Cpu), Extent.At(samples.Memory), out var number, out var closed))
            {
                Emit(number, closed, ref ten);
            }
        }

        if (minute.Count > 0)
        {
            Emit(minute.Number, minute.ToBucket(), ref ten);
        }

        if (!fine && ten.Count > 0)
        {
            into.Add(ten.Number, ten.ToBucket());
        }

        void Emit(int number, in Bucket bucket, ref Fold ten)
        {
            if (fine)
            {
                into.Add(number, bucket);
            }
            else
            {
                FoldTen(ref ten, number, bucket, into);
            }
        }
    }

    private static void FoldTen(ref Fold ten, int minute, in Bucket bucket, SeriesBuilder into)
    {
        if (!bucket.IsGap && ten.Add(minute / 10, bucket.Cpu, bucket.Memory, out var number, out var closed))
        {
            into.Add(number, closed);
        }
    }

    private void Age(BucketBlock minutes, HistoryOptions options)
    {
        for (var i = 0; i < minutes.Length; i++)
        {
            var bucket = minutes.Buckets[i];
            if (bucket.IsGap || !_ten.Add((minutes.First + i) / 10, bucket.Cpu, bucket.Memory, out var number, out var closed))
            {
                continue;
            }

            _tenMinutes.Add(number, closed);
            // The ten-minute tier ends where the minutes began to be too old: together they reach back as far as it is asked for.
            while (_tenMinutes.TryTakeBefore(number - options.TenMinuteBuckets, out _))
            {
            }
        }
    }

    /// <summary>Blocks of one tier, oldest first.</summary>
    private struct BucketQueue
    {
        private BucketBlock? _newest;

        public BucketBlock? Oldest { get; private set; }

        public int Blocks { get; private set; }

        public void Add(int number, in Bucket bucket)
        {
            if (_newest is not null && _newest.TryAdd(number, bucket))
            {
                return;
            }

            var block = new BucketBlock(number);
            block.TryAdd(number, bucket);
            if (_newest is null)
            {
                Oldest = block;
            }
            else
            {
                _newest.Next = block;
            }

            _newest = block;
            Blocks++;
        }

        /// <summary>Takes the oldest block out when all of it lies before a bucket. The newest is never taken: it is being filled.</summary>
        public bool TryTakeBefore(int number, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BucketBlock? block)
        {
            block = Oldest;
            if (block is null || block == _newest || block.First + block.Length > number)
            {
                return false;
            }

            Oldest = block.Next;
            Blocks--;
            return true;
        }

        public readonly BucketQueue Clone()
        {
            var copy = new BucketQueue();
            for (var block = Oldest; block is not null; block = block.Next)
            {
                for (var i = 0; i < block.Length; i++)
                {
                    if (!block.Buckets[i].IsGap)
                    {
                        copy.Add(block.First + i, block.Buckets[i]);
                    }
                }
            }

            return copy;
        }
    }
}
