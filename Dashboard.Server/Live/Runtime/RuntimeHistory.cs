using Dashboard.Diagnostics;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Live.Runtime;

/// <summary>The server's own last hour. One writer, any number of readers.</summary>
internal sealed class RuntimeHistory(IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private readonly RuntimePoint[] _ring = new RuntimePoint[(int)(TimeSpan.FromHours(1) / options.Value.RuntimeInterval) + 1];
    private RuntimeSample? _before;
    private long _version;
    private TaskCompletionSource _newer = NewSource();

    public void Add(RuntimeSample sample)
    {
        TaskCompletionSource newer;
        lock (_lock)
        {
            _ring[_version % _ring.Length] = RuntimePoint.Of(sample, _before);
            _before = sample;
            _version++;
            (newer, _newer) = (_newer, NewSource());
        }

        newer.SetResult();
    }

    /// <summary>Waits until a sample newer than that version is there.</summary>
    public async Task WaitForNewerAsync(long version, CancellationToken cancellationToken)
    {
        Task newer;
        lock (_lock)
        {
            if (_version > version)
            {
                return;
            }

            newer = _newer.Task;
        }

        await newer.WaitAsync(cancellationToken);
    }

    /// <summary>The points after a version that are not older than the range, oldest first.</summary>
    public (long Version, RuntimePoint[] Points) After(long version, TimeSpan range)
    {
        lock (_lock)
        {
            if (_version == 0)
            {
                return (0, []);
            }

            var since = _ring[(_version - 1) % _ring.Length].AtMilliseconds - (long)range.TotalMilliseconds;
            var first = Math.Max(version, Math.Max(0, _version - _ring.Length));
            while (first < _version && _ring[first % _ring.Length].AtMilliseconds < since)
            {
                first++;
            }

            var points = new RuntimePoint[_version - first];
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = _ring[(first + i) % _ring.Length];
            }

            return (_version, points);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
