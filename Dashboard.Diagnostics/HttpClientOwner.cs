using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Dashboard.Diagnostics;

/// <summary>
/// Names who made an HTTP handler, so that <c>/debug/connections</c> shows connections and handlers by owner:
/// <code>
/// new SocketsHttpHandler { MeterFactory = HttpClientOwner.Named("kubernetes") }
/// </code>
/// One owner with ever more handlers is a client made anew for each call. The handler's metrics carry the name as the tag
/// <c>http.client.owner</c> of their meter, for every other listener too. A name is kept for the life of the process: give one to a use, not to a call.
/// </summary>
public static class HttpClientOwner
{
    internal const string Tag = "http.client.owner";

    // Names are few by their nature; a caller that makes them up anew must not fill the memory.
    private const int MaxNames = 256;
    private const string Other = "(other)";

    private static readonly ConcurrentDictionary<string, OwnerMeterFactory> Factories = new(StringComparer.Ordinal);

    /// <summary>The meter factory of an owner; the same for the same name. Beyond 256 names all others share the owner "(other)".</summary>
    /// <param name="name">As it is shown, such as "kubernetes".</param>
    public static IMeterFactory Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Factories.TryGetValue(name, out var factory))
            return factory;
        return Factories.GetOrAdd(Factories.Count < MaxNames ? name : Other, static n => new OwnerMeterFactory(n));
    }

    /// <summary>Handlers that were made since the start, by owner.</summary>
    internal static IEnumerable<(string Owner, long HandlersMade)> HandlersMade => Factories.Select(f => (f.Key, f.Value.HandlersMade));

    /// <summary>Null for a factory that is none of these.</summary>
    internal static string? NameOf(IMeterFactory? factory) => (factory as OwnerMeterFactory)?.Owner;

    private sealed class OwnerMeterFactory(string owner) : IMeterFactory
    {
        private readonly ConcurrentDictionary<(string Name, string? Version), SharedMeter> _meters = [];
        private long _handlersMade;

        public string Owner => owner;

        public long HandlersMade => Volatile.Read(ref _handlersMade);

        public Meter Create(MeterOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            // A handler asks for its meter once, with its first request.
            if (options.Name == "System.Net.Http")
                Interlocked.Increment(ref _handlersMade);
            return _meters.GetOrAdd((options.Name, options.Version), static (key, factory) => factory.Make(key.Name, key.Version), this);
        }

        public void Dispose()
        {
            // Shared by every handler of this owner; lives as long as the process.
        }

        private SharedMeter Make(string name, string? version) =>
            new(new MeterOptions(name) { Version = version, Scope = this, Tags = [new(Tag, owner)] });
    }

    private sealed class SharedMeter(MeterOptions options) : Meter(options)
    {
        [SuppressMessage("Usage", "CA2215", Justification = "Lives as long as the process.")]
        protected override void Dispose(bool disposing)
        {
            // A handler that goes away must not take the meter from the others.
        }
    }
}
