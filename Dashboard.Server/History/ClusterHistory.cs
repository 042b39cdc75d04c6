using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.History;

/// <summary>What is known of the cluster now, and what was known. One writer (Collection), any number of readers.</summary>
/// <remarks>
/// A reader-writer lock, because a view over ten thousand pods takes milliseconds and several are made at once: readers do not wait for each other, the
/// writer waits for the longest of them, and each waits for the writer's few milliseconds. Who wants to do more than compute takes a copy out first.
/// </remarks>
internal sealed partial class ClusterHistory : IDisposable
{
    private static readonly TimeSpan WarnEvery = TimeSpan.FromMinutes(10);

    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.NoRecursion);
    private readonly HistoryState _state;
    private readonly HistoryReader _reader;
    private readonly HistoryOptions _options;
    private readonly ILogger _logger;
    private TaskCompletionSource _newer = NewSource();
    private long _version;
    private DateTimeOffset _warnedAt;

    public ClusterHistory(HistoryOptions? options = null, IMeterFactory? meters = null, ILogger<ClusterHistory>? logger = null)
    {
        _options = options ?? new HistoryOptions();
        _logger = logger ?? NullLogger<ClusterHistory>.Instance;
        _state = new HistoryState(_options, new HistoryCounters(meters));
        _reader = new HistoryReader(_state);
    }

    /// <summary>Grows by one with each <see cref="Apply"/>.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>What became of the samples and pods that came in.</summary>
    public HistoryCounters Counters => _state.Counters;

    /// <summary>Events of the cluster that are remembered at most: more need not be handed over.</summary>
    public int MaxEvents => _options.MaxEvents;

    /// <summary>Applies a change whole. Calls never overlap.</summary>
    /// <returns>The new version.</returns>
    public long Apply(ClusterDelta delta)
    {
        int forgottenEarly;
        _lock.EnterWriteLock();
        try
        {
            forgottenEarly = _state.Apply(delta);
            Volatile.Write(ref _version, _state.Version);
        }
        finally
        {
            _lock.ExitWriteLock();
        }

        // After the version: who takes the new source from here on has seen it.
        Interlocked.Exchange(ref _newer, NewSource()).SetResult();
        if (forgottenEarly > 0 && delta.At - _warnedAt >= WarnEvery)
        {
            _warnedAt = delta.At;
            Log.ForgottenEarly(_logger, _options.MaxPods, _options.GonePodRetention);
        }

        return Version;
    }

    /// <summary>Waits until <see cref="Version"/> is greater than <paramref name="version"/>; at once when it is already.</summary>
    public async Task<long> WaitForNewerAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The source before the version: a change between the two ends this source.
            var newer = Volatile.Read(ref _newer);
            if (Version is var current && current > version)
            {
                return current;
            }

            await newer.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Reads one consistent version. The reader given is valid during the call only, and calls must not nest.</summary>
    public TResult Read<TState, TResult>(TState state, Func<HistoryReader, TState, TResult> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read(_reader, state);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose() => _lock.Dispose();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "More than History:MaxPods ({MaxPods}) pods are remembered: those that went away first are forgotten before {Retention} is over. "
                + "Raise History:MaxPods, or lower History:GonePodRetention.")]
        public static partial void ForgottenEarly(ILogger logger, int maxPods, TimeSpan retention);
    }
}
