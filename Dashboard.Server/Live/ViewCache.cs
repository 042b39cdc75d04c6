using System.Collections.Concurrent;
using Dashboard.Server.History;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Live;

/// <summary>
/// Answers of the newest version, each computed once however many ask, and at the same time: the first computes, the others wait for it.
/// A newer version drops all answers of the one before.
/// </summary>
internal sealed class ViewCache(ClusterHistory history, IOptions<LiveOptions> options)
{
    private readonly int _capacity = options.Value.MaximumCachedViews;
    private Generation _generation = new(-1);
    private long _computed;

    /// <summary>Answers that were computed since the start.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Answers that are held now.</summary>
    public int Count => _generation.Answers.Count;

    /// <summary>The view's answer from the newest version, as JSON.</summary>
    public Task<Answer<Payload>> GetAsync<T>(LiveView<T> view)
        where T : class =>
        GetAsync(view.Key, view.Read, message => Payload.Of(message, view.Json));

    /// <param name="key">Equal for equal questions; questions of different result types have different keys.</param>
    /// <param name="read">Computes while the version is held.</param>
    /// <param name="finish">Goes on after it was let go: the writer does not wait for serialisation.</param>
    public Task<Answer<TResult>> GetAsync<TRead, TResult>(string key, Func<HistoryReader, TRead?> read, Func<TRead, TResult> finish)
        where TRead : class
        where TResult : class
    {
        var generation = Current();
        if (generation.Answers.TryGetValue(key, out var known))
        {
            return (Task<Answer<TResult>>)known;
        }

        if (generation.Answers.Count >= _capacity)
        {
            return Task.FromResult(Compute(read, finish));
        }

        // Asynchronous continuations, or the first of 500 would send the messages of all others before its own.
        var mine = new TaskCompletionSource<Answer<TResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = (Task<Answer<TResult>>)generation.Answers.GetOrAdd(key, mine.Task);
        if (first == mine.Task)
        {
            try
            {
                mine.SetResult(Compute(read, finish));
            }
            catch (Exception error)
            {
                mine.SetException(error);
            }
        }

        return first;
    }

    private Answer<TResult> Compute<TRead, TResult>(Func<HistoryReader, TRead?> read, Func<TRead, TResult> finish)
        where TRead : class
        where TResult : class
    {
        Interlocked.Increment(ref _computed);
        var (version, message) = history.Read(read, static (reader, read) => (reader.Version, read(reader)));
        return new Answer<TResult>(version, message is null ? null : finish(message));
    }

    private Generation Current()
    {
        var version = history.Version;
        while (true)
        {
            var generation = Volatile.Read(ref _generation);
            if (generation.Version >= version)
            {
                return generation;
            }

            var next = new Generation(version);
            if (Interlocked.CompareExchange(ref _generation, next, generation) == generation)
            {
                return next;
            }
        }
    }

    private sealed class Generation(long version)
    {
        public long Version { get; } = version;

        public ConcurrentDictionary<string, Task> Answers { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>What a version answered; null when it has no answer yet.</summary>
internal readonly record struct Answer<T>(long Version, T? Result)
    where T : class;
