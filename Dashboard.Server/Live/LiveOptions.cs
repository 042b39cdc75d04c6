using System.ComponentModel.DataAnnotations;

namespace Dashboard.Server.Live;

/// <summary>Bounds of what browsers can ask of the server. Section <c>Live</c>.</summary>
internal sealed class LiveOptions : IValidatableObject
{
    public const string Section = "Live";

    /// <summary>Streams that one connection may hold open, 1 to 256. A page needs two to five.</summary>
    public int MaximumStreamsPerConnection { get; set; } = 16;

    /// <summary>Longest message that a browser may send, 1,024 to 1,048,576 bytes. A query with every filter set is some 10 KB.</summary>
    public int MaximumMessageBytes { get; set; } = 32 * 1024;

    /// <summary>Shortest time between two tellings of what is new, 0 to 10 s: all streams tell together, what changes in between is left out.</summary>
    public TimeSpan MinimumInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Different views that are kept of the newest version, 10 to 100,000. Those beyond are answered too, but computed for each who asks.</summary>
    public int MaximumCachedViews { get; set; } = 2000;

    /// <summary>How often the server looks at its own runtime, 1 s to 1 min; an hour is kept.</summary>
    public TimeSpan RuntimeInterval { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaximumStreamsPerConnection is < 1 or > 256)
        {
            yield return Error(nameof(MaximumStreamsPerConnection), MaximumStreamsPerConnection, "1 to 256");
        }

        if (MaximumMessageBytes is < 1024 or > 1024 * 1024)
        {
            yield return Error(nameof(MaximumMessageBytes), MaximumMessageBytes, "1024 to 1048576");
        }

        if (MinimumInterval < TimeSpan.Zero || MinimumInterval > TimeSpan.FromSeconds(10))
        {
            yield return Error(nameof(MinimumInterval), MinimumInterval, "00:00:00 to 00:00:10");
        }

        if (MaximumCachedViews is < 10 or > 100_000)
        {
            yield return Error(nameof(MaximumCachedViews), MaximumCachedViews, "10 to 100000");
        }

        if (RuntimeInterval < TimeSpan.FromSeconds(1) || RuntimeInterval > TimeSpan.FromMinutes(1))
        {
            yield return Error(nameof(RuntimeInterval), RuntimeInterval, "00:00:01 to 00:01:00");
        }
    }

    private static ValidationResult Error(string name, object value, string range) =>
        new($"{Section}:{name} is {value}; give a value from {range}, or leave it out for the default.", [name]);
}
