namespace Dashboard.Server.Collection;

/// <summary>Doubling pauses with jitter, so that many servers that lost the API together do not come back together.</summary>
/// <param name="first">The first pause, before jitter.</param>
/// <param name="longest">No pause is longer, unless the server asks for it.</param>
/// <param name="jitter">Gives a number from 0 to 1.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> jitter)
{
    /// <summary>What a Retry-After is believed at most: a server that says "in a year" is not waited for that long.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>The pause after one more failure: half of it is certain, half is jitter; never shorter than the server asked.</summary>
    public TimeSpan Next(TimeSpan? retryAfter)
    {
        var pause = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30)), longest.TotalMilliseconds);
        pause *= 0.5 + jitter() / 2;
        if (retryAfter is { } asked)
        {
            // Jitter goes on top: all who were refused were told the same moment.
            var wait = Math.Clamp(asked.TotalMilliseconds, 0, LongestRetryAfter.TotalMilliseconds);
            pause = Math.Max(pause, wait + jitter() * Math.Min(1000, wait / 10));
        }

        return TimeSpan.FromMilliseconds(pause);
    }
}
