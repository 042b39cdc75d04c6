namespace Dashboard.Diagnostics.Stacks;

/// <summary>A capture that this process cannot do; the words name the cause and the remedy and go to the caller.</summary>
internal sealed class CaptureException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The same question may be answered a moment later.</summary>
    public bool IsTransient { get; init; }
}
