using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>What a term of text looks at.</summary>
internal enum TextField
{
    /// <summary>Free text: name, namespace, workload, node or status.</summary>
    Any,
    Ns,
    Node,
    Phase,
    Status,
    Kind,
    Workload,
    Image,
    Pod,
}

/// <summary>One of the alternatives of a term.</summary>
/// <param name="Pattern">What the text must be like.</param>
/// <param name="Kind">For a workload written as Kind/name, the kind.</param>
internal sealed record TextAlternative(TextPattern Pattern, TextPattern? Kind = null);

/// <summary>A text that must be like one of several.</summary>
/// <param name="subject">What is looked at.</param>
/// <param name="alternatives">Any of them will do.</param>
/// <param name="exact">The whole text.</param>
/// <param name="negated">Pods of which it does not hold. A pod without the text, as one on no node, is among them.</param>
internal sealed class TextTerm(TextField subject, TextAlternative[] alternatives, bool exact, bool negated) : FilterTerm
{
    public override string Canonical { get; } = (negated ? "-" : "") + (subject == TextField.Any ? "" : Name(subject) + ":") + (exact ? "=" : "")
        + string.Join(',', alternatives.Select(one => Quoted(one.Kind is { } kind ? $"{kind.Text}/{one.Pattern.Text}" : one.Pattern.Text)));

    public override int Cost => subject switch
    {
        TextField.Any => 4,
        TextField.Image => 3,
        _ => 1,
    };

    public static string Name(TextField field) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    public override bool Holds(in FilterPod pod)
    {
        foreach (var alternative in alternatives)
        {
            if (IsLike(pod.Facts, alternative))
            {
                return !negated;
            }
        }

        return negated;
    }

    private bool IsLike(PodFacts pod, TextAlternative alternative)
    {
        var pattern = alternative.Pattern;
        return subject switch
        {
            TextField.Ns => pattern.Matches(pod.Namespace),
            TextField.Node => pattern.Matches(pod.Node),
            TextField.Phase => pattern.Matches(pod.Phase),
            TextField.Status => pattern.Matches(pod.Status),
            TextField.Kind => pattern.Matches(pod.Workload.Kind),
            TextField.Workload => (alternative.Kind is not { } kind || kind.Matches(pod.Workload.Kind)) && pattern.Matches(pod.Workload.Name),
            TextField.Image => HasImage(pod, pattern),
            TextField.Pod => pattern.Matches(pod.Name),
            _ => pattern.Matches(pod.Name)
                || pattern.Matches(pod.Namespace)
                || pattern.Matches(pod.Workload.Name)
                || pattern.Matches(pod.Node)
                || pattern.Matches(pod.Status),
        };
    }

    private static bool HasImage(PodFacts pod, TextPattern pattern)
    {
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            if (pattern.Matches(pod.Containers[i].Image))
            {
                return true;
            }
        }

        return false;
    }
}
