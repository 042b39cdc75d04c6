namespace Dashboard.Diagnostics.Captures;

/// <summary>Another capture holds the place: 429, with the time after which it is worth asking again.</summary>
internal sealed class CaptureBusyException(string message, int retryAfterSeconds) : Exception(message)
{
    public int RetryAfterSeconds { get; } = retryAfterSeconds;
}
