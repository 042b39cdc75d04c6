using Dashboard.Server.History;

namespace Dashboard.Server.Live.Charts;

/// <summary>A pod or workload as a chart that compares names it.</summary>
/// <param name="Text">As it was asked for; the name of its line.</param>
/// <param name="Namespace">Where it is.</param>
/// <param name="Name">The pod's or workload's.</param>
/// <param name="WorkloadKind">Null for a pod.</param>
internal sealed record ComparedSubject(string Text, string Namespace, string Name, string? WorkloadKind)
{
    private const int NameMaximumLength = 253;
    private const string Forms = "pod:namespace/name or workload:namespace/Kind/name";

    /// <summary>The line of what is not there: nothing has an empty UID.</summary>
    private static readonly SeriesKey Nothing = SeriesKey.ForPod("");

    /// <summary>Checks the subjects of a query: each once, in the order given, which is that of the lines.</summary>
    public static ComparedSubject[] ReadAll(QueryErrors errors, IReadOnlyCollection<string?>? texts)
    {
        const string field = "subjects";
        var name = errors.Name(field);
        if (texts is null || texts.Count == 0)
        {
            errors.Add(field, $"{name} is missing; compare needs 1 to {SeriesQuery.SubjectsMaximum} of {Forms}.");
            return [];
        }

        if (texts.Count > SeriesQuery.SubjectsMaximum)
        {
            errors.Add(field, $"{name} has {texts.Count} entries; at most {SeriesQuery.SubjectsMaximum} can be compared.");
            return [];
        }

        var subjects = new List<ComparedSubject>(texts.Count);
        foreach (var text in texts)
        {
            if (!TryParse(text ?? "", out var subject))
            {
                errors.Add(field, $"{name} has \"{QueryErrors.Shorten(text ?? "")}\"; it must be {Forms}.");
            }
            else if (!subjects.Contains(subject))
            {
                subjects.Add(subject);
            }
        }

        return [.. subjects];
    }

    /// <summary>Its line in this version. It changes when the subject appears, or comes back as another pod: then the chart begins anew.</summary>
    public SeriesKey Find(HistoryReader reader)
    {
        if (WorkloadKind is not null)
        {
            var key = SeriesKey.ForWorkload(Namespace, new WorkloadRef(WorkloadKind, Name));
            return reader.Total(key) is null ? Nothing : key;
        }

        return reader.TryFindPod(Namespace, Name, out var slot) ? SeriesKey.ForPod(reader.Pod(slot)!.Uid) : Nothing;
    }

    private static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ComparedSubject? subject)
    {
        subject = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var parts = text[(colon + 1)..].Split('/');
        if (colon < 0 || parts.Any(part => string.IsNullOrWhiteSpace(part) || part.Length > NameMaximumLength))
        {
            return false;
        }

        subject = (text[..colon], parts.Length) switch
        {
            ("pod", 2) => new ComparedSubject(text, parts[0], parts[1], null),
            ("workload", 3) => new ComparedSubject(text, parts[0], parts[2], parts[1]),
            _ => null,
        };
        return subject is not null;
    }
}
