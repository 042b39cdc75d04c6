using Dashboard.Server.History;

namespace Dashboard.Server.Live;

internal static class SourceLookup
{
    /// <summary>Whether the first answer of a source has not come yet; a source of which nothing was said is pending.</summary>
    public static bool IsPending(this HistoryReader reader, SourceKind kind)
    {
        foreach (var source in reader.Sources)
        {
            if (source.Kind == kind)
            {
                return source.Condition == SourceCondition.Pending;
            }
        }

        return true;
    }
}
