namespace Dashboard.Simulator.Cluster;

/// <summary>
/// Two times. Simulated seconds since the start drive everything that happens; the wall clock dates it. Before the start a simulated
/// second is a real one, so a pod that is six hours old says so at any speed; nothing is ever dated in the future.
/// </summary>
internal sealed class ClusterClock(TimeProvider time, double speed)
{
    public DateTimeOffset Start { get; } = time.GetUtcNow();

    public double Speed => speed;

    /// <summary>Simulated seconds since the start.</summary>
    public double Now => (time.GetUtcNow() - Start).TotalSeconds * speed;

    public DateTimeOffset WallNow => time.GetUtcNow();

    public DateTimeOffset Wall(double simulatedSeconds) =>
        Start + TimeSpan.FromSeconds(simulatedSeconds < 0 ? simulatedSeconds : simulatedSeconds / speed);

    /// <summary>The hour of the simulated day, 0 to 24, at which the daily curves are read.</summary>
    public double HourOfDay(double simulatedSeconds) => (Start.TimeOfDay.TotalHours + (simulatedSeconds / 3_600)) % 24;
}
