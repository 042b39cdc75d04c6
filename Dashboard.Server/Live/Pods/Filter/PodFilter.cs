using System.Diagnostics.CodeAnalysis;
using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>
/// The filter language of the table: terms with spaces between them that must all hold. <c>-</c> before a term turns it round, a comma gives
/// alternatives, quotes hold spaces and signs.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>ns: node: phase: status: kind: workload: image: pod:</c> and a part of the text, in any case. With <c>*</c>, which is any text, or as
/// <c>ns:=shop</c> the whole of it. A workload can be written with its kind: <c>workload:Deployment/web</c>.</item>
/// <item><c>label:app</c>, <c>label:app=web,api</c>, <c>label:app!=web</c>: whole values, where case matters.</item>
/// <item><c>cpu mem restarts age growth</c> with <c>&gt; &gt;= &lt; &lt;= =</c> and a number with its unit. What is not known matches no comparison,
/// turned round or not.</item>
/// <item><c>ready:yes</c>, <c>ready:no</c>; a pod that has ended is neither.</item>
/// <item>Anything else is a text that must occur in name, namespace, workload, node or status.</item>
/// </list>
/// </remarks>
internal sealed class PodFilter
{
    public const int TermsMaximum = 40;

    private readonly FilterTerm[] _terms;

    private PodFilter(IEnumerable<FilterTerm> terms)
    {
        var distinct = terms.DistinctBy(term => term.Canonical).OrderBy(term => term.Canonical, StringComparer.Ordinal).ToArray();
        Canonical = string.Join(' ', distinct.Select(term => term.Canonical));
        _terms = [.. distinct.OrderBy(term => term.Cost)];
    }

    /// <summary>Equal for filters of the same terms, however they are written; read as a filter it is this one.</summary>
    public string Canonical { get; }

    /// <summary>Parses a filter; the problem says <c>at character 12 "token": cause</c> and what is allowed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PodFilter? filter, [NotNullWhen(false)] out string? problem)
    {
        var parser = new FilterParser(text);
        var terms = parser.All();
        problem = parser.Problem;
        filter = problem is null ? new PodFilter(terms) : null;
        return problem is null;
    }

    public bool Matches(HistoryReader reader, int slot, PodFacts facts)
    {
        var pod = new FilterPod(reader, slot, facts);
        foreach (var term in _terms)
        {
            if (!term.Holds(pod))
            {
                return false;
            }
        }

        return true;
    }
}
