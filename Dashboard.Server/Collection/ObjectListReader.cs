using System.Text.Json;

namespace Dashboard.Server.Collection;

/// <summary>Reads the pages of a list of objects one after the other.</summary>
internal sealed class ObjectListReader<TFacts>(IObjectReader<TFacts> objects) : ListReader
    where TFacts : class
{
    /// <summary>The objects of all pages so far.</summary>
    public List<TFacts> Facts { get; } = [];

    protected override bool TryReadItem(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!objects.TryRead(ref reader, out var facts, ref bad) || bad)
        {
            return false;
        }

        Facts.Add(facts!);
        return true;
    }
}
