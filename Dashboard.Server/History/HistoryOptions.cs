using System.ComponentModel.DataAnnotations;

namespace Dashboard.Server.History;

/// <summary>How much is remembered. Section <c>History</c>.</summary>
internal sealed class HistoryOptions : IValidatableObject
{
    public const string Section = "History";

    /// <summary>
    /// Most pods that are remembered, living and gone, 100 to 500,000. Above it the pods that went away first are forgotten first; a living pod
    /// is never forgotten.
    /// </summary>
    public int MaxPods { get; set; } = 50_000;

    /// <summary>How long a pod that went away stays readable, 0 to 7 days.</summary>
    public TimeSpan GonePodRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most namespaces and workloads with a line of their own, 100 to 500,000. Above it those without pods are forgotten, oldest first.</summary>
    public int MaxTotals { get; set; } = 20_000;

    /// <summary>How long the line of a workload, namespace or node stays readable when nothing of it is left, 0 to 7 days.</summary>
    public TimeSpan GoneTotalRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Most events of the cluster that are remembered, 100 to 200,000; each is forgotten after an hour, and of one object 20 are kept. Above it the
    /// oldest are forgotten first. One takes about 670 bytes.
    /// </summary>
    public int MaxEvents { get; set; } = 20_000;

    /// <summary>How far back each minute's minimum, mean and maximum reach, 1 hour to 7 days.</summary>
    public TimeSpan MinuteRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How far back those of each ten minutes reach, <see cref="MinuteRetention"/> to 31 days.</summary>
    public TimeSpan TenMinuteRetention { get; set; } = TimeSpan.FromDays(7);

    internal int MinuteBuckets => (int)MinuteRetention.TotalMinutes;

    internal int TenMinuteBuckets => (int)((TenMinuteRetention - MinuteRetention).TotalMinutes / 10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var week = TimeSpan.FromDays(7);
        if (MaxPods is < 100 or > 500_000)
        {
            yield return Error(nameof(MaxPods), MaxPods, "100 to 500000");
        }

        if (MaxTotals is < 100 or > 500_000)
        {
            yield return Error(nameof(MaxTotals), MaxTotals, "100 to 500000");
        }

        if (MaxEvents is < 100 or > 200_000)
        {
            yield return Error(nameof(MaxEvents), MaxEvents, "100 to 200000");
        }

        if (GonePodRetention < TimeSpan.Zero || GonePodRetention > week)
        {
            yield return Error(nameof(GonePodRetention), GonePodRetention, "00:00:00 to 7.00:00:00");
        }

        if (GoneTotalRetention < TimeSpan.Zero || GoneTotalRetention > week)
        {
            yield return Error(nameof(GoneTotalRetention), GoneTotalRetention, "00:00:00 to 7.00:00:00");
        }

        if (MinuteRetention < TimeSpan.FromHours(1) || MinuteRetention > week)
        {
            yield return Error(nameof(MinuteRetention), MinuteRetention, "01:00:00 to 7.00:00:00");
        }

        if (TenMinuteRetention < MinuteRetention || TenMinuteRetention > TimeSpan.FromDays(31))
        {
            yield return Error(nameof(TenMinuteRetention), TenMinuteRetention, $"{nameof(MinuteRetention)} ({MinuteRetention}) to 31.00:00:00");
        }
    }

    private static ValidationResult Error(string name, object value, string range) =>
        new($"{Section}:{name} is {value}; give a value from {range}, or leave it out for the default.", [name]);
}
