namespace Dashboard.Diagnostics.Pprof;

/// <summary>A profile that can be asked for under its name.</summary>
internal abstract class ProfileSource
{
    /// <summary>The last segment of its address.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the index.</summary>
    public abstract string Description { get; }

    /// <summary>What <c>seconds</c> means to it.</summary>
    public virtual ProfileKind Kind => ProfileKind.Moment;

    /// <summary>How much it tells of the process.</summary>
    public virtual ProfileTier Tier => ProfileTier.Stacks;

    /// <summary>How long a <see cref="ProfileKind.Timed"/> one measures when nobody says.</summary>
    public virtual int DefaultSeconds => 0;

    /// <summary>Its total now; null when only a capture can tell. The index asks on each request: cheap.</summary>
    public abstract long? Count();

    /// <summary><see cref="Stacks.CaptureException"/> when this process cannot: its words go to the caller.</summary>
    public abstract Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken);
}

internal enum ProfileKind
{
    /// <summary>What is now; the difference over N seconds is that of two captures.</summary>
    Moment,

    /// <summary>What has been since a moment that its notes tell; the difference over N seconds is that of two captures.</summary>
    Cumulative,

    /// <summary>What happens during N seconds: measured, not subtracted.</summary>
    Timed,
}

/// <summary>By sensitivity, the least first.</summary>
internal enum ProfileTier
{
    /// <summary>Numbers and addresses.</summary>
    Counters,

    /// <summary>Names of methods.</summary>
    Stacks,

    /// <summary>Names and counts of what is on the heap, never its contents.</summary>
    Heap,
}

/// <summary>What a capture is asked for.</summary>
/// <param name="Seconds">How long a <see cref="ProfileKind.Timed"/> one measures; 0 for the others.</param>
/// <param name="CollectFirst">A full garbage collection before it: <c>gc=1</c> of the heap.</param>
internal readonly record struct CaptureRequest(int Seconds = 0, bool CollectFirst = false);
