using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>The state of the sources: since when it is as it is, and when it was last right. Safe for concurrent use.</summary>
internal sealed class SourceTracker(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly SourceState[] _states = [.. Enum.GetValues<SourceKind>().Select(kind => new SourceState(
        kind,
        SourceCondition.Pending,
        timeProvider.GetUtcNow(),
        Message: "The first answer has not come yet.",
        Remedy: "Wait a moment."))];

    public IReadOnlyList<SourceState> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _states];
            }
        }
    }

    public SourceState Get(SourceKind kind)
    {
        lock (_lock)
        {
            return _states[(int)kind];
        }
    }

    /// <summary>It answered as it should.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="items">Items that it has; null leaves what is known.</param>
    /// <param name="badItems">Items of this answer that could not be read.</param>
    public SourceState Succeeded(SourceKind kind, int? items = null, int badItems = 0) =>
        Set(kind, SourceCondition.Fresh, null, null, items, badItems, succeeded: true);

    /// <summary>It answered, and yet something is wanting: it is empty or stale.</summary>
    public SourceState Wanting(SourceKind kind, SourceCondition condition, string message, string remedy, int? items = null, int badItems = 0) =>
        Set(kind, condition, message, remedy, items, badItems, succeeded: condition == SourceCondition.Empty);

    public SourceState Failed(SourceKind kind, ApiFailure failure) =>
        Set(kind, failure.Condition, failure.Message, failure.Remedy, null, 0, succeeded: false);

    /// <summary>Counts items that could not be read.</summary>
    public SourceState AddBadItems(SourceKind kind, int badItems)
    {
        lock (_lock)
        {
            return _states[(int)kind] = _states[(int)kind] with { BadItems = _states[(int)kind].BadItems + badItems };
        }
    }

    private SourceState Set(SourceKind kind, SourceCondition condition, string? message, string? remedy, int? items, int badItems, bool succeeded)
    {
        var now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            var before = _states[(int)kind];
            return _states[(int)kind] = new SourceState(
                kind,
                condition,
                before.Condition == condition ? before.Since : now,
                succeeded ? now : before.LastSuccessAt,
                items ?? before.Items,
                before.BadItems + badItems,
                message,
                remedy);
        }
    }
}
