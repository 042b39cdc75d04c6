using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>A profile whose samples the test chooses, and whose captures it can hold up and count.</summary>
internal sealed class FakeProfileSource(string name, params SampleType[] types) : ProfileSource
{
    private int _captures;
    private int _running;
    private int _mostRunning;
    private int _stopped;

    public static readonly SampleType[] Heap = [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"), new("inuse_space", "bytes")];
    public static readonly SampleType[] Contention = [new("contentions", "count"), new("delay", "nanoseconds")];
    public static readonly SampleType[] Cpu = [new("samples", "count"), new("cpu", "nanoseconds")];

    public override string Name => name;

    public override string Description => $"What a test planted as {name}.";

    public override ProfileKind Kind => KindOf;

    public override ProfileTier Tier => TierOf;

    public override int DefaultSeconds => 30;

    public ProfileKind KindOf { get; init; } = ProfileKind.Moment;

    public ProfileTier TierOf { get; init; } = ProfileTier.Stacks;

    /// <summary>Asked anew for each capture, with its number from 1.</summary>
    public Func<int, IReadOnlyList<Sample>> Samples { get; set; } = _ => [];

    /// <summary>What the capture does before it has its samples; it may wait, or throw.</summary>
    public Func<CaptureRequest, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public CaptureFacts Facts { get; set; } = new("a fake");

    public string? DefaultType { get; init; }

    public int Captures => Volatile.Read(ref _captures);

    public int MostRunning => Volatile.Read(ref _mostRunning);

    public int Stopped => Volatile.Read(ref _stopped);

    public override long? Count() => 42;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _captures);
        var running = Interlocked.Increment(ref _running);
        _mostRunning = Math.Max(_mostRunning, running);
        try
        {
            await Before(request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _stopped);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        return Profile(Samples(number));
    }

    public Profile Profile(IReadOnlyList<Sample> samples) => new()
    {
        Name = name,
        SampleTypes = types.Length > 0 ? types : [new(name, "count")],
        PeriodType = types.Length > 0 ? types[^1] : new(name, "count"),
        DefaultSampleType = DefaultType,
        At = TimeProvider.System.GetUtcNow(),
        Samples = samples,
        Capture = Facts,
    };

    /// <summary>Frames of own code, from the leaf; a name with a slash is "Module.dll/Function".</summary>
    public static Frame[] Stack(params string[] functions) =>
    [
        .. functions.Select((f, i) => f.Split('/', 2) is [var module, var function]
            ? new Frame(function, module, Module: module)
            : new Frame(f, $"/src/{f.Split('.')[^1]}.cs", 10 + i, "Shop.dll")),
    ];

    public static Sample Sample(string[] functions, params long[] values) => new(Stack(functions), values, []);

    public static Sample Sample(string[] functions, long[] values, params Label[] labels) => new(Stack(functions), values, labels);
}
