using Microsoft.Extensions.Options;

namespace Dashboard.Server.Collection;

/// <summary>Section "Collection": how often and how patiently.</summary>
internal sealed class CollectionOptions
{
    public const string Section = "Collection";

    /// <summary>Between two polls of metrics, 1 s to 5 min. metrics-server has something new every 15 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two tries while the API fails, 1 s to 10 min. Retry-After may ask for more, up to 10 min.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Watch events are gathered so long before they are handed over as one change, 50 ms to 5 s.</summary>
    public TimeSpan GatherInterval { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Objects a page of the first list, 50 to 10,000.</summary>
    public int ListPageSize { get; set; } = 500;

    /// <summary>A watch is asked to end after it (and up to half as long again), and is opened anew; 5 s to 1 h.</summary>
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A watch without a byte for so long is given up; API servers send a bookmark each minute. 1 s to 1 h.</summary>
    public TimeSpan WatchStallTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Metrics whose newest sample is older are stale, 20 s to 1 h.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(90);
}

internal sealed class CollectionOptionsValidator : IValidateOptions<CollectionOptions>
{
    public ValidateOptionsResult Validate(string? name, CollectionOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Range(result, nameof(options.Interval), options.Interval, 1, 300);
        Range(result, nameof(options.MaxBackoff), options.MaxBackoff, 1, 600);
        Range(result, nameof(options.GatherInterval), options.GatherInterval, 0.05, 5);
        Range(result, nameof(options.WatchTimeout), options.WatchTimeout, 5, 3600);
        Range(result, nameof(options.WatchStallTimeout), options.WatchStallTimeout, 1, 3600);
        Range(result, nameof(options.StaleAfter), options.StaleAfter, 20, 3600);
        if (options.ListPageSize is < 50 or > 10_000)
        {
            result.AddError($"Collection:ListPageSize is {options.ListPageSize}; set it to 50 to 10000 (default 500).");
        }

        return result.Build();
    }

    private static void Range(ValidateOptionsResultBuilder result, string key, TimeSpan value, double fromSeconds, double toSeconds)
    {
        if (value < TimeSpan.FromSeconds(fromSeconds) || value > TimeSpan.FromSeconds(toSeconds))
        {
            result.AddError($"Collection:{key} is {value}; set it to {TimeSpan.FromSeconds(fromSeconds)} to {TimeSpan.FromSeconds(toSeconds)} (hh:mm:ss).");
        }
    }
}
