namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>
/// How a text is compared: a part of it, the whole of it, or with <c>*</c> for any text. A pattern with a star is of the whole text, so that
/// <c>kube-*</c> is what begins so.
/// </summary>
internal sealed class TextPattern
{
    private readonly string[] _parts;
    private readonly bool _whole;
    private readonly StringComparison _comparison;

    /// <param name="text">The text, with stars.</param>
    /// <param name="whole">Nothing may stand before or after it.</param>
    /// <param name="caseMatters">As for the values of labels.</param>
    public TextPattern(string text, bool whole = false, bool caseMatters = false)
    {
        Text = caseMatters ? text : text.ToLowerInvariant();
        _comparison = caseMatters ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        _parts = Text.Split('*');
        _whole = whole || _parts.Length > 1;
    }

    /// <summary>The text in its one form.</summary>
    public string Text { get; }

    public bool Matches(string? text)
    {
        if (text is null)
        {
            return false;
        }

        if (_parts.Length == 1)
        {
            return _whole ? text.Equals(Text, _comparison) : text.Contains(Text, _comparison);
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, _comparison) || !text.EndsWith(last, _comparison))
        {
            return false;
        }

        // Each part at its first place leaves the most room for those that follow.
        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var at = rest.IndexOf(_parts[i], _comparison);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + _parts[i].Length)..];
        }

        return true;
    }
}
