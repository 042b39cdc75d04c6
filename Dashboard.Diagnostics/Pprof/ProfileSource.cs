namespace Dashboard.Diagnostics.Pprof;

/// <summary>A profile that can be asked for under its name.</summary>
internal abstract class ProfileSource
{
    /// <summary>The last segment of its address.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the index.</summary>
    public abstract string Description { get; }

    /// <summary>Its total now. The index asks on each request: cheap.</summary>
    public abstract long Count();

    public abstract Task<Profile> CaptureAsync(CancellationToken cancellationToken);
}
