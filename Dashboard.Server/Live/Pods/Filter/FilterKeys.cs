namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>The keys of the filter language, and what was probably meant by one that is not.</summary>
internal static class FilterKeys
{
    /// <summary>All that may stand in a filter, for a person.</summary>
    public const string Allowed =
        "allowed are ns:, node:, phase:, status:, kind:, workload:, image:, pod:, label:, ready:, and cpu, mem, restarts, age, growth with >, >=, <, <=, =; "
        + "in quotes it is searched for as text";

    private static readonly string[] Keys =
        [.. Enum.GetValues<TextField>().Where(field => field != TextField.Any).Select(TextTerm.Name), "label", "ready", .. Enum.GetValues<NumberField>().Select(NumberTerm.Name)];

    /// <summary>What other tools, and people, call it.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "pod",
        ["pods"] = "pod",
        ["namespace"] = "ns",
        ["namespaces"] = "ns",
        ["host"] = "node",
        ["memory"] = "mem",
        ["ram"] = "mem",
        ["state"] = "status",
        ["reason"] = "status",
        ["app"] = "label",
        ["owner"] = "workload",
        ["deployment"] = "workload",
        ["container"] = "image",
        ["created"] = "age",
        ["leak"] = "growth",
        ["slope"] = "growth",
    };

    /// <summary>The key as it is to be written, with the sign that follows it; null when nothing is near enough.</summary>
    public static string? Suggestion(string key)
    {
        if (key.Length == 0)
        {
            return null;
        }

        var nearest = OtherNames.GetValueOrDefault(key);
        if (nearest is null)
        {
            var written = key.ToLowerInvariant();
            var least = written.Length <= 3 ? 2 : 3;
            foreach (var known in Keys)
            {
                var distance = Distance(written, known);
                if (distance < least && distance < known.Length)
                {
                    (nearest, least) = (known, distance);
                }
            }
        }

        return nearest is null ? null : Enum.TryParse<NumberField>(nearest, ignoreCase: true, out _) ? nearest + ">" : nearest + ":";
    }

    /// <summary>Characters to put in, take out, replace or swap to make one of the other.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > 20)
        {
            return int.MaxValue;
        }

        var (older, previous) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray());
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], older[j - 2] + 1);
                }
            }

            (older, previous) = (previous, current);
        }

        return previous[right.Length];
    }
}
