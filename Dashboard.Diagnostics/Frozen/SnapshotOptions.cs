namespace Dashboard.Diagnostics;

/// <summary>
/// Bounds of the profiles that are read from a copy-on-write snapshot of the process (<c>goroutine</c> and <c>heap</c>). The host binds them to configuration if it wishes:
/// <c>services.AddOptions&lt;SnapshotOptions&gt;().BindConfiguration("Debug:Snapshot")</c>.
/// </summary>
public sealed class SnapshotOptions
{
    /// <summary>
    /// No snapshot is taken of a process whose managed heap has more committed bytes than this. Copying the page tables pauses the process, longer with more memory, and while
    /// the copy is read each page that the process writes is copied. Default: 4 GiB; at least 1 MiB.
    /// </summary>
    public long MaximumHeapBytes { get; set; } = 4L << 30;

    /// <summary>A snapshot that has not been read after so long is given up. Default: 30 seconds; from 1 second to 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
