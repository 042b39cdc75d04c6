using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Dashboard.Server.Live.Pods;

/// <summary>A Kubernetes label selector, as kubectl's -l: all requirements must hold.</summary>
/// <remarks><c>a=b</c>, <c>a==b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a notin (b,c)</c>, <c>a</c>, <c>!a</c>, <c>a&gt;1</c>, <c>a&lt;1</c>, separated by commas.</remarks>
internal sealed class LabelSelector
{
    private enum Operator
    {
        In,
        NotIn,
        Exists,
        Absent,
        Greater,
        Less,
    }

    private readonly record struct Requirement(string Key, Operator Operator, string[] Values, long Number);

    private readonly Requirement[] _requirements;

    private LabelSelector(Requirement[] requirements) => _requirements = requirements;

    /// <summary>Parses a selector; the problem names the position, counted from 1.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelSelector? selector, [NotNullWhen(false)] out string? problem)
    {
        var parser = new Parser(text);
        var requirements = parser.All();
        problem = parser.Problem;
        selector = problem is null ? new LabelSelector(requirements) : null;
        return problem is null;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
        {
            var has = labels.TryGetValue(requirement.Key, out var value);
            var holds = requirement.Operator switch
            {
                Operator.In => has && requirement.Values.Contains(value),
                Operator.NotIn => !has || !requirement.Values.Contains(value),
                Operator.Exists => has,
                Operator.Absent => !has,
                Operator.Greater => has && IsNumber(value, out var number) && number > requirement.Number,
                _ => has && IsNumber(value, out var number) && number < requirement.Number,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(string? text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private ref struct Parser(string text)
    {
        private readonly string _text = text;
        private int _at;

        public string? Problem { get; private set; }

        public Requirement[] All()
        {
            var requirements = new List<Requirement>();
            SkipSpace();
            while (Problem is null && _at < _text.Length)
            {
                requirements.Add(One());
                SkipSpace();
                if (Problem is not null || _at == _text.Length)
                {
                    break;
                }

                if (_text[_at] != ',')
                {
                    Fail(_at, $"expected ',' before the next requirement, found '{_text[_at]}'");
                    break;
                }

                var comma = _at++;
                SkipSpace();
                if (_at == _text.Length)
                {
                    Fail(comma, "a requirement is missing after ','");
                }
            }

            if (Problem is null && requirements.Count == 0)
            {
                Fail(0, "the selector is empty; write for example app=web");
            }

            return [.. requirements];
        }

        private Requirement One()
        {
            if (Take('!'))
            {
                SkipSpace();
                return new Requirement(Key(), Operator.Absent, [], 0);
            }

            var key = Key();
            SkipSpace();
            if (Problem is not null || _at == _text.Length || _text[_at] == ',')
            {
                return new Requirement(key, Operator.Exists, [], 0);
            }

            if (Take('='))
            {
                Take('=');
                return new Requirement(key, Operator.In, [Value()], 0);
            }

            if (_text.AsSpan(_at).StartsWith("!="))
            {
                _at += 2;
                return new Requirement(key, Operator.NotIn, [Value()], 0);
            }

            if (_text[_at] is '>' or '<')
            {
                var greater = _text[_at++] == '>';
                SkipSpace();
                var start = _at;
                var value = Value();
                if (Problem is null && !IsNumber(value, out _))
                {
                    Fail(start, $"'{value}' is not a whole number, and > and < compare numbers");
                }

                _ = IsNumber(value, out var number);
                return new Requirement(key, greater ? Operator.Greater : Operator.Less, [], number);
            }

            var wordAt = _at;
            var word = Word();
            if (word is "in" or "notin")
            {
                return new Requirement(key, word == "in" ? Operator.In : Operator.NotIn, Values(), 0);
            }

            Fail(wordAt, $"expected =, ==, !=, in, notin, > or < after '{key}', found '{(word.Length > 0 ? word : _text[wordAt].ToString())}'");
            return default;
        }

        private string[] Values()
        {
            SkipSpace();
            var open = _at;
            if (!Take('('))
            {
                Fail(_at, "expected '(' with the values");
                return [];
            }

            var values = new List<string>();
            do
            {
                values.Add(Value());
                SkipSpace();
            }
            while (Problem is null && Take(','));

            if (Problem is null && !Take(')'))
            {
                Fail(_at, _at == _text.Length ? $"the '(' of position {open + 1} is never closed" : $"expected ',' or ')', found '{_text[_at]}'");
            }

            return [.. values];
        }

        private string Key()
        {
            var start = _at;
            while (_at < _text.Length && (LabelNames.IsNameCharacter(_text[_at]) || _text[_at] == '/'))
            {
                _at++;
            }

            var key = _text[start.._at];
            if (key.Length == 0)
            {
                Fail(start, start == _text.Length ? "a label's key is missing" : $"expected a label's key, found '{_text[start]}'");
            }
            else if (LabelNames.KeyProblem(key) is { } problem)
            {
                Fail(start, problem);
            }

            return key;
        }

        private string Value()
        {
            SkipSpace();
            var start = _at;
            var value = Word();
            if (value.Length > 0 && !LabelNames.IsName(value))
            {
                Fail(start, $"'{value}' is no label's value: at most 63 letters, digits, '-', '_', '.', beginning and ending with a letter or digit");
            }

            return value;
        }

        private string Word()
        {
            var start = _at;
            while (_at < _text.Length && LabelNames.IsNameCharacter(_text[_at]))
            {
                _at++;
            }

            return _text[start.._at];
        }

        private bool Take(char c)
        {
            if (_at < _text.Length && _text[_at] == c)
            {
                _at++;
                return true;
            }

            return false;
        }

        private void SkipSpace()
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
        }

        private void Fail(int at, string what) =>
            Problem ??= string.Create(CultureInfo.InvariantCulture, $"position {at + 1}: {what}.");
    }
}
