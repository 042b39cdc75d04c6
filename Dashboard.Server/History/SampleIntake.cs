using System.Text;

namespace Dashboard.Server.History;

/// <summary>Takes answers of pod metrics in: finds the pod of each row, and stores what is new.</summary>
internal sealed class SampleIntake(
    PodTable pods, PodInventory inventory, SampleClock clock, HistoryCounters counters, HistoryOptions options)
{
    /// <summary>Metrics lag behind: a row for a pod that is gone is its own until this long after, and then a new pod's that the watch has not shown.</summary>
    private static readonly TimeSpan MetricsLag = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(1);

    private readonly ContainerNames _containerNames = new();
    private readonly float[] _values = new float[2 * PodEntry.MaxContainers];
    private PodEntry?[] _rows = [];

    /// <summary>Number of the newest answer.</summary>
    public long BatchNumber { get; private set; }

    /// <summary>Stores what is new.</summary>
    /// <returns>Time of the newest sample that was stored; 0 when none was new.</returns>
    public long Apply(SampleBatch batch, DateTimeOffset at)
    {
        BatchNumber++;
        if (_rows.Length < batch.Count)
        {
            Array.Resize(ref _rows, Math.Max(batch.Count, _rows.Length * 2));
        }

        long newest = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            newest = Math.Max(newest, Store(batch, row, at));
        }

        clock.EndBatch(newest, at);
        Settle(at);
        return newest;
    }

    /// <summary>Values that have been served for too long are not latest values any more.</summary>
    public void Outdate(DateTimeOffset at)
    {
        var before = (at - Absence.OutdatedAfter(clock.Interval)).ToUnixTimeMilliseconds();
        var cpu = pods.CpuNanocores;
        var memory = pods.WorkingSetBytes;
        var readAt = pods.ReadAtMilliseconds;
        for (var slot = 0; slot < readAt.Length; slot++)
        {
            if (readAt[slot] < before)
            {
                (cpu[slot], memory[slot]) = (HistoryReader.Absent, HistoryReader.Absent);
            }
        }
    }

    private long Store(SampleBatch batch, int row, DateTimeOffset at)
    {
        var pod = Find(batch, row, at);
        if (pod is null)
        {
            return 0;
        }

        pod.BatchNumber = BatchNumber;
        var milliseconds = batch.TimestampMilliseconds(row);
        if (milliseconds <= 0
            || milliseconds > (at + FarAhead).ToUnixTimeMilliseconds()
            || !pod.Provisional && milliseconds < pod.CreatedAtMilliseconds)
        {
            counters.AddMisdated();
            return 0;
        }

        var step = milliseconds - pod.Samples.NewestMilliseconds;
        if (step <= 0)
        {
            counters.AddRefused(step);
            return 0;
        }

        if (pod.Samples.Count > 0)
        {
            clock.AddStep(step);
        }

        Append(pod, batch, row, milliseconds, at);
        counters.AddStored();
        return milliseconds;
    }

    private void Append(PodEntry pod, SampleBatch batch, int row, long milliseconds, DateTimeOffset at)
    {
        var (cpu, memory) = (0L, 0L);
        _values.AsSpan(0, 2 * Math.Min(PodEntry.MaxContainers, pod.Lines.Length + batch.FirstUsage(row + 1) - batch.FirstUsage(row))).Fill(float.NaN);
        for (var usage = batch.FirstUsage(row); usage < batch.FirstUsage(row + 1); usage++)
        {
            var line = pod.LineOf(batch.ContainerUtf8(usage), usage - batch.FirstUsage(row));
            if (line < 0)
            {
                if (pod.Lines.Length == PodEntry.MaxContainers)
                {
                    counters.AddTooManyContainers();
                    continue;
                }

                line = pod.AddLine(_containerNames.Get(batch.ContainerUtf8(usage)));
            }

            ref var container = ref pod.Lines[line];
            container.CpuNanocores = batch.CpuNanocores(usage);
            container.WorkingSetBytes = batch.WorkingSetBytes(usage);
            container.SampledAtMilliseconds = milliseconds;
            _values[2 * line] = container.CpuNanocores;
            _values[2 * line + 1] = container.WorkingSetBytes;
            cpu += container.CpuNanocores;
            memory += container.WorkingSetBytes;
        }

        if (pod.Lines.Length == 0)
        {
            return;
        }

        pod.Partial = pod.IsPartialAt(milliseconds);
        (pod.CpuNanocores, pod.WorkingSetBytes) = pod.Partial ? (HistoryReader.Absent, HistoryReader.Absent) : (cpu, memory);
        if (!pod.Partial)
        {
            (pod.CarriedCpuNanocores, pod.CarriedWorkingSetBytes, pod.CarriedReadAt) = (cpu, memory, at);
        }

        pod.Samples.Append(milliseconds, pod.Partial, _values.AsSpan(0, 2 * pod.Lines.Length), options);
        pods.SampledAtMilliseconds[pod.Slot] = milliseconds;
        pods.ReadAtMilliseconds[pod.Slot] = at.ToUnixTimeMilliseconds();
    }

    private PodEntry? Find(SampleBatch batch, int row, DateTimeOffset at)
    {
        var name = new Utf8Name(batch.NamespaceUtf8(row), batch.NameUtf8(row));
        // Answers come in the same order from poll to poll: comparing with the row of last time spares most of the hashing.
        if (_rows[row] is { GoneAt: null } guess && Utf8NameComparer.Matches(name, guess.NameKey))
        {
            return guess;
        }

        var pod = pods.Find(name);
        if (pod?.GoneAt is { } goneAt)
        {
            if (batch.TimestampMilliseconds(row) <= (goneAt + MetricsLag).ToUnixTimeMilliseconds())
            {
                counters.AddOfGonePod();
                return null;
            }

            pod = null;
        }

        pod ??= inventory.AddProvisional(Encoding.UTF8.GetString(name.Namespace), Encoding.UTF8.GetString(name.Name), at);
        _rows[row] = pod;
        return pod;
    }

    /// <summary>Writes the columns of latest values: those of the pods that are in the newest answer, complete, and not outdated.</summary>
    private void Settle(DateTimeOffset at)
    {
        var provisionalBefore = (at - clock.Interval * SeriesBuilder.GapIntervals).ToUnixTimeMilliseconds();
        foreach (var pod in pods.Entries)
        {
            if (pod is not { GoneAt: null })
            {
                continue;
            }

            // metrics-server goes on with the last figures of what has ended until its next scrape.
            var present = pod.BatchNumber == BatchNumber && pod.IsRunning();
            pods.CpuNanocores[pod.Slot] = present ? pod.CpuNanocores : HistoryReader.Absent;
            pods.WorkingSetBytes[pod.Slot] = present ? pod.WorkingSetBytes : HistoryReader.Absent;
            if (pod.Provisional && !present && pods.ReadAtMilliseconds[pod.Slot] < provisionalBefore)
            {
                inventory.Remove(pod, at);
            }
        }
    }
}
