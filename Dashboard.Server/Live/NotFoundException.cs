namespace Dashboard.Server.Live;

/// <summary>What was asked for is not there, or not known yet. The message says so to a person, with the remedy.</summary>
/// <param name="message">What is not there, and where to look.</param>
/// <param name="version">The version that was asked.</param>
/// <param name="mayCome">The first list has not come yet, so nobody can say that it is not there.</param>
internal sealed class NotFoundException(string message, long version, bool mayCome) : Exception(message)
{
    public long Version { get; } = version;

    public bool MayCome { get; } = mayCome;
}
