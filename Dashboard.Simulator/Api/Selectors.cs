using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>A selector that cannot be understood; the message is for the Status.</summary>
internal sealed class SelectorException(string message) : Exception(message);

/// <summary>Label selector: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>. Field selector: <c>status.phase=Running,spec.nodeName!=x</c>.</summary>
internal sealed class Selectors
{
    private readonly List<Func<LabelSet, bool>> _labels = [];
    private readonly List<(string Path, string Value, bool Equal)> _fields = [];

    private Selectors(string labels, string fields)
    {
        foreach (var requirement in SplitOutsideParentheses(labels)) _labels.Add(Label(requirement));
        foreach (var requirement in SplitOutsideParentheses(fields)) _fields.Add(Field(requirement));
    }

    public bool None => _labels.Count == 0 && _fields.Count == 0;

    public static Selectors Parse(IQueryCollection query, string name)
    {
        var fields = query["fieldSelector"].ToString();
        return new Selectors(query["labelSelector"].ToString(), name.Length == 0 ? fields : $"metadata.name={name},{fields}");
    }

    /// <summary>Throws for a field that the kind does not have, as the API server does.</summary>
    public void Check(ApiObject example)
    {
        foreach (var (path, _, _) in _fields)
        {
            if (example.Field(path) is null) throw new SelectorException($"field label not supported: {path}");
        }
    }

    public bool Match(ApiObject candidate)
    {
        foreach (var label in _labels)
        {
            if (!label(candidate.Labels)) return false;
        }

        foreach (var (path, value, equal) in _fields)
        {
            if (string.Equals(candidate.Field(path), value, StringComparison.Ordinal) != equal) return false;
        }

        return true;
    }

    private static Func<LabelSet, bool> Label(string text)
    {
        if (text.EndsWith(')') && text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open)
        {
            var head = text[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var values = text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
            return head switch
            {
                [var key, "in"] => l => l.Find(key) is { } value && values.Contains(value),
                [var key, "notin"] => l => l.Find(key) is not { } value || !values.Contains(value),
                _ => throw new SelectorException($"unable to parse requirement: found '{text}', expected: in, notin"),
            };
        }

        if (text.IndexOf("!=", StringComparison.Ordinal) is > 0 and var different)
        {
            var (key, value) = (Key(text[..different]), text[(different + 2)..].Trim());
            return l => l.Find(key) != value;
        }

        if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            var (key, value) = (Key(text[..equals]), text[(equals + 1)..].TrimStart('=').Trim());
            return l => l.Find(key) == value;
        }

        if (text.StartsWith('!'))
        {
            var absent = Key(text[1..]);
            return l => l.Find(absent) is null;
        }

        var present = Key(text);
        return l => l.Find(present) is not null;
    }

    private static string Key(string text)
    {
        var key = text.Trim();
        return key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? key
            : throw new SelectorException($"unable to parse requirement: '{text}' is no label key");
    }

    private static (string Path, string Value, bool Equal) Field(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new SelectorException($"invalid field selector: '{text}'; can't understand");
        var equal = text[at - 1] != '!';
        return (text[..(equal ? at : at - 1)].Trim(), text[(at + 1)..].TrimStart('=').Trim(), equal);
    }

    private static IEnumerable<string> SplitOutsideParentheses(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '(') depth++;
            else if (i < text.Length && text[i] == ')') depth--;
            else if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                if (text[start..i].Trim() is { Length: > 0 } part) yield return part;
                start = i + 1;
            }
        }
    }
}
