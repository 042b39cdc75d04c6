namespace Dashboard.Server.Collection;

/// <summary>
/// How far the cluster's clock is ahead of ours, from the Date header, which has whole seconds: the mean of the last answers' middles.
/// Safe for concurrent use.
/// </summary>
internal sealed class ClockSkew
{
    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[16];
    private int _count;

    /// <summary>Null before the first answer with a date.</summary>
    public double? Milliseconds
    {
        get
        {
            lock (_lock)
            {
                var kept = Math.Min(_count, _milliseconds.Length);
                return kept == 0 ? null : _milliseconds.AsSpan(0, kept).ToArray().Average();
            }
        }
    }

    public void Saw(DateTimeOffset? serverDate, DateTimeOffset sent, DateTimeOffset received)
    {
        if (serverDate is not { } date)
        {
            return;
        }

        // The server cut off up to a second; the answer was made between sending and receiving.
        var skew = (date - sent).TotalMilliseconds + 500 - (received - sent).TotalMilliseconds / 2;
        lock (_lock)
        {
            // A step of a clock is not averaged away.
            if (_count > 0 && Math.Abs(skew - _milliseconds[(_count - 1) % _milliseconds.Length]) > 3000)
            {
                _count = 0;
            }

            _milliseconds[_count % _milliseconds.Length] = skew;
            _count++;
        }
    }
}
