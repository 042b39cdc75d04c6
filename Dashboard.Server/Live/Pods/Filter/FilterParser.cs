namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>Reads the terms of a filter. Each way of writing the same makes the same term.</summary>
internal sealed class FilterParser(string text)
{
    private const int AlternativesMaximum = 50;

    private static readonly string[] Phases = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

    private readonly FilterReader _reader = new(text);

    /// <summary>What is wrong, with its place; null while nothing is.</summary>
    public string? Problem => _reader.Problem;

    public List<FilterTerm> All()
    {
        var terms = new List<FilterTerm>();
        while (_reader.NextTerm())
        {
            var begin = _reader.Rest();
            var term = One();
            if (term is not null)
            {
                terms.Add(term);
            }

            if (Problem is null && !_reader.AtTermEnd)
            {
                _reader.Fail(_reader.Rest(), "a space belongs before the next term");
            }

            if (terms.Count > PodFilter.TermsMaximum)
            {
                _reader.Fail(begin, $"a filter has at most {PodFilter.TermsMaximum} terms");
            }
        }

        return terms;
    }

    private FilterTerm? One()
    {
        var dash = _reader.Rest();
        var negated = _reader.Take("-");
        if (negated && _reader.AtTermEnd)
        {
            _reader.Fail(dash, "after - belongs the term that is turned round; in quotes it is searched for as text");
            return null;
        }

        if (!_reader.TryKey(out var key))
        {
            return new TextTerm(TextField.Any, Alternatives(TextField.Any, exact: false), exact: false, negated);
        }

        var colon = _reader.Take(":");
        return key.Text.ToLowerInvariant() switch
        {
            "label" when colon => Label(negated),
            "ready" when colon => Ready(negated),
            "label" => Wrong(key, "label is written label:app, label:app=web or label:app!=web"),
            "ready" => Wrong(key, "ready is written ready:yes or ready:no"),
            var name when IsField<TextField>(name, out var field) && field != TextField.Any => colon
                ? Text(field, negated)
                : Wrong(key, $"{name} is a text and is written {name}:part, or {name}:=all for the whole of it"),
            var name when IsField<NumberField>(name, out var field) => colon
                ? Wrong(key, $"{name} is a number and is compared: {name}>1; allowed are >, >=, <, <=, =")
                : Number(name, field, negated),
            _ => Unknown(key, colon),
        };
    }

    private TextTerm Text(TextField field, bool negated)
    {
        var exact = _reader.Take("=");
        return new TextTerm(field, Alternatives(field, exact), exact, negated);
    }

    private TextAlternative[] Alternatives(TextField field, bool exact) =>
    [
        .. Values(exact).Select(token => Alternative(field, token, exact))
            .DistinctBy(one => (one.Pattern.Text, one.Kind?.Text))
            .OrderBy(one => one.Kind?.Text, StringComparer.Ordinal)
            .ThenBy(one => one.Pattern.Text, StringComparer.Ordinal),
    ];

    private TextAlternative Alternative(TextField field, FilterToken token, bool exact)
    {
        if (field == TextField.Workload && token.Text.IndexOf('/') is var slash and > 0)
        {
            return new TextAlternative(new TextPattern(token.Text[(slash + 1)..], exact), new TextPattern(token.Text[..slash], whole: true));
        }

        var pattern = new TextPattern(token.Text, exact);
        if (field == TextField.Phase && Problem is null && !Array.Exists(Phases, pattern.Matches))
        {
            _reader.Fail(token, $"there is no such phase; allowed are {string.Join(", ", Phases)}");
        }

        return new TextAlternative(pattern);
    }

    private LabelTerm? Label(bool negated)
    {
        var key = _reader.LabelKey();
        if (key.Text.Length == 0)
        {
            _reader.Fail(_reader.Rest() with { At = key.At }, "a label's key is missing; allowed are label:app, label:app=web, label:app!=web and label:app=web,api");
            return null;
        }

        if (LabelNames.KeyProblem(key.Text) is { } problem)
        {
            _reader.Fail(key, problem);
            return null;
        }

        if (_reader.AtTermEnd)
        {
            return new LabelTerm(key.Text, [], negated);
        }

        if (_reader.Take("!="))
        {
            negated = !negated;
        }
        else if (_reader.Take("="))
        {
            _reader.Take("=");
        }
        else
        {
            _reader.Fail(_reader.Rest(), "after a label's key belongs = or != and a value, or nothing");
            return null;
        }

        // The one text that may be empty: "" is a value that a label can have.
        var values = Values(takeEqualSigns: false).Select(token => new TextPattern(token.Text, whole: true, caseMatters: true));
        return new LabelTerm(key.Text, [.. values.DistinctBy(value => value.Text).OrderBy(value => value.Text, StringComparer.Ordinal)], negated);
    }

    private ReadyTerm? Ready(bool negated)
    {
        var value = _reader.Value();
        switch (value.Text.ToLowerInvariant())
        {
            case "yes" or "true":
                return new ReadyTerm(!negated);
            case "no" or "false":
                return new ReadyTerm(negated);
            default:
                _reader.Fail(value, "ready is yes or no; allowed are ready:yes and ready:no");
                return null;
        }
    }

    private NumberTerm? Number(string name, NumberField field, bool negated)
    {
        var sign = _reader.Rest();
        NumberOperator? comparison =
            _reader.Take(">=") ? NumberOperator.GreaterOrEqual
            : _reader.Take("<=") ? NumberOperator.LessOrEqual
            : _reader.Take(">") ? NumberOperator.Greater
            : _reader.Take("<") ? NumberOperator.Less
            : _reader.Take("=") ? NumberOperator.Equal
            : null;
        if (comparison is null)
        {
            _reader.Fail(sign, $"!= is written -{name}=1; allowed are >, >=, <, <=, =");
            return null;
        }

        var token = _reader.Value();
        var number = FilterNumbers.Read(field, token.Text, out var problem);
        if (problem is not null)
        {
            _reader.Fail(token, $"{problem}; allowed after {name} are {FilterNumbers.Allowed(field)}");
            return null;
        }

        return new NumberTerm(field, negated ? NumberTerm.Inverse(comparison.Value) : comparison.Value, number);
    }

    private List<FilterToken> Values(bool takeEqualSigns)
    {
        var values = new List<FilterToken>();
        do
        {
            // ns:=a,=b says the same as ns:=a,b.
            _ = takeEqualSigns && _reader.Take("=");
            var quoted = _reader.Rest().Text.StartsWith('"');
            var value = _reader.Value();
            if (value.Text.Length == 0 && !quoted)
            {
                _reader.Fail(value, "a value is missing; for an empty one write \"\"");
            }

            values.Add(value);
        }
        while (Problem is null && _reader.Take(","));

        if (values.Count > AlternativesMaximum)
        {
            _reader.Fail(values[AlternativesMaximum], $"a term has at most {AlternativesMaximum} alternatives");
        }

        return values;
    }

    private FilterTerm? Unknown(FilterToken key, bool colon)
    {
        var suggestion = FilterKeys.Suggestion(key.Text);
        if (!colon && suggestion is null or "label:" && LabelNames.KeyProblem(key.Text) is null && _reader.Rest().Text is ['=' or '!', ..] rest)
        {
            suggestion = $"label:{key.Text}{rest}";
        }

        var meant = suggestion is null ? "" : $"did you mean {suggestion}? ";
        return Wrong(
            key with { Text = key.Text + (colon ? ":" : "") },
            key.Text.Length == 0 ? $"a key is missing before the sign; {FilterKeys.Allowed}" : $"there is no such key; {meant}{FilterKeys.Allowed}");
    }

    private FilterTerm? Wrong(FilterToken token, string cause)
    {
        _reader.Fail(token, cause);
        return null;
    }

    // Enum.TryParse also takes numbers, which are no keys.
    private static bool IsField<TField>(string name, out TField field)
        where TField : struct, Enum
    {
        field = default;
        return name.Length > 0 && char.IsAsciiLetter(name[0]) && Enum.TryParse(name, ignoreCase: true, out field);
    }
}
