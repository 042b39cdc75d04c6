using Dashboard.Server.History;

namespace Dashboard.Server.Live;

/// <summary>The state of one source of knowledge.</summary>
internal sealed record Source
{
    public required SourceKind Name { get; init; }

    public required SourceCondition Condition { get; init; }

    /// <summary>Since when it is in this condition, in milliseconds since 1970 UTC.</summary>
    public required long Since { get; init; }

    /// <summary>When it last answered as it should, in milliseconds since 1970 UTC.</summary>
    public required long? LastSuccessAt { get; init; }

    /// <summary>Items of the last good answer.</summary>
    public required int Items { get; init; }

    /// <summary>Items that could not be read, since the start.</summary>
    public required long BadItems { get; init; }

    /// <summary>What is wrong, for a person; null while it is fresh.</summary>
    public required string? Message { get; init; }

    /// <summary>What to do about it, for a person; null while it is fresh.</summary>
    public required string? Remedy { get; init; }

    public static Source[] AllOf(HistoryReader reader)
    {
        var sources = new Source[reader.Sources.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            var state = reader.Sources[i];
            sources[i] = new Source
            {
                Name = state.Kind,
                Condition = state.Condition,
                Since = state.Since.ToUnixTimeMilliseconds(),
                LastSuccessAt = state.LastSuccessAt?.ToUnixTimeMilliseconds(),
                Items = state.Items,
                BadItems = state.BadItems,
                Message = state.Message,
                Remedy = state.Remedy,
            };
        }

        return sources;
    }
}
