using System.Buffers;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>One term of a filter. Looking at a pod allocates nothing: a view looks at all of them.</summary>
internal abstract class FilterTerm
{
    /// <summary>The term in its one form, which the parser reads as this term again.</summary>
    public abstract string Canonical { get; }

    /// <summary>Terms that cost more are asked later, of fewer pods.</summary>
    public virtual int Cost => 1;

    public abstract bool Holds(in FilterPod pod);

    /// <summary>A value as the parser reads it back: in quotes unless it is plainly a name.</summary>
    protected static string Quoted(string value) =>
        value.Length > 0 && value[0] != '-' && !value.AsSpan().ContainsAnyExcept(Plain) ? value : $"\"{value}\"";

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./*");
}

/// <summary>Whether all counted containers are ready. A pod that has ended, or of which no container is known, is neither.</summary>
internal sealed class ReadyTerm(bool ready) : FilterTerm
{
    public override string Canonical => ready ? "ready:yes" : "ready:no";

    public override bool Holds(in FilterPod pod)
    {
        var (now, containers) = PodRows.Readiness(pod.Facts);
        return containers > 0 && !PodConditions.HasEnded(pod.Facts) && (now == containers) == ready;
    }
}

/// <summary>A label: that it is there, or that its value is one of several.</summary>
/// <param name="key">The label's key.</param>
/// <param name="values">Its values; none asks whether the label is there.</param>
/// <param name="negated">Pods of which it does not hold; those without the label among them, as with kubectl's <c>!=</c>.</param>
internal sealed class LabelTerm(string key, TextPattern[] values, bool negated) : FilterTerm
{
    public override string Canonical { get; } =
        (negated ? "-label:" : "label:") + key + (values.Length == 0 ? "" : "=" + string.Join(',', values.Select(value => Quoted(value.Text))));

    public override bool Holds(in FilterPod pod)
    {
        var holds = pod.Facts.Labels.TryGetValue(key, out var value) && (values.Length == 0 || Any(value));
        return holds != negated;
    }

    private bool Any(string value)
    {
        foreach (var pattern in values)
        {
            if (pattern.Matches(value))
            {
                return true;
            }
        }

        return false;
    }
}
