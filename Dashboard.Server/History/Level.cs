namespace Dashboard.Server.History;

/// <summary>
/// What is requested and what may be used, in nanocores and bytes; <see cref="HistoryReader.Absent"/> where it is not set. A request is a sum over
/// those that set one; a limit is not set as soon as one has none, since then nothing holds the sum.
/// </summary>
internal readonly record struct Level(long CpuRequest, long CpuLimit, long MemoryRequest, long MemoryLimit)
{
    public static Level None { get; } = new(HistoryReader.Absent, HistoryReader.Absent, HistoryReader.Absent, HistoryReader.Absent);

    /// <summary>Of a pod, over the containers that run as long as it does: main ones and sidecars.</summary>
    public static Level Of(PodFacts pod)
    {
        var sum = new LevelSum();
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            var container = pod.Containers[i];
            if (container.Kind != ContainerKind.Init)
            {
                sum.Add(new Level(
                    container.CpuRequestNanocores ?? HistoryReader.Absent,
                    container.CpuLimitNanocores ?? HistoryReader.Absent,
                    container.MemoryRequestBytes ?? HistoryReader.Absent,
                    container.MemoryLimitBytes ?? HistoryReader.Absent));
            }
        }

        return sum.Level;
    }
}

/// <summary>From when on a level held, until the next.</summary>
internal readonly record struct LevelChange(DateTimeOffset At, Level Level);

/// <summary>A sum of levels that members enter and leave: sums and counts are kept, so that nothing is summed anew.</summary>
internal struct LevelSum
{
    private Part _cpuRequest;
    private Part _cpuLimit;
    private Part _memoryRequest;
    private Part _memoryLimit;

    public int Members { get; private set; }

    public readonly Level Level => new(
        _cpuRequest.OfAny, _cpuLimit.OfAll(Members), _memoryRequest.OfAny, _memoryLimit.OfAll(Members));

    public void Add(in Level level) => Change(level, 1);

    public void Remove(in Level level) => Change(level, -1);

    private void Change(in Level level, int sign)
    {
        Members += sign;
        _cpuRequest.Change(level.CpuRequest, sign);
        _cpuLimit.Change(level.CpuLimit, sign);
        _memoryRequest.Change(level.MemoryRequest, sign);
        _memoryLimit.Change(level.MemoryLimit, sign);
    }

    private struct Part
    {
        private long _sum;
        private int _count;

        public readonly long OfAny => _count > 0 ? _sum : HistoryReader.Absent;

        public readonly long OfAll(int members) => members > 0 && _count == members ? _sum : HistoryReader.Absent;

        public void Change(long value, int sign)
        {
            if (value != HistoryReader.Absent)
            {
                _sum += sign * value;
                _count += sign;
            }
        }
    }
}
