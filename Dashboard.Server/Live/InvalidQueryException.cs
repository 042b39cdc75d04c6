namespace Dashboard.Server.Live;

/// <summary>A request that cannot be answered as it was asked. The message names each field, what is wrong with it, and what is allowed.</summary>
internal sealed class InvalidQueryException(IReadOnlyDictionary<string, string[]> errors)
    : Exception(string.Join(' ', errors.SelectMany(error => error.Value)))
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
