using System.Globalization;
using System.Text;

namespace Dashboard.Server.Tests.Export;

/// <summary>A strict reader of both formats: what they do not allow is an exception that names the line.</summary>
internal sealed class Exposition
{
    private readonly Dictionary<string, Family> _families = [];
    private readonly HashSet<string> _series = [];
    private readonly bool _openMetrics;
    private Family? _current;
    private bool _ended;

    private Exposition(bool openMetrics) => _openMetrics = openMetrics;

    public IReadOnlyDictionary<string, Family> Families => _families;

    public IEnumerable<Sample> Samples => _families.Values.SelectMany(family => family.Samples);

    public static Exposition Parse(string text, bool openMetrics)
    {
        var exposition = new Exposition(openMetrics);
        if (!text.EndsWith('\n') || text.Contains('\r'))
        {
            throw new FormatException("The last line has no end, or there is a carriage return.");
        }

        foreach (var line in text[..^1].Split('\n'))
        {
            try
            {
                exposition.Read(line);
            }
            catch (FormatException e)
            {
                throw new FormatException($"{e.Message} In: {line}", e);
            }
        }

        if (openMetrics && !exposition._ended)
        {
            throw new FormatException("There is no # EOF.");
        }

        return exposition;
    }

    public IReadOnlyList<Sample> this[string family] => _families.TryGetValue(family, out var found) ? found.Samples : [];

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FormatException(message);
        }
    }

    private void Read(string line)
    {
        Require(!_ended, "Something follows # EOF.");
        Require(line.Length > 0, "An empty line.");
        if (line == "# EOF")
        {
            Require(_openMetrics, "# EOF belongs to OpenMetrics.");
            _ended = true;
        }
        else if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            var parts = line.Split(' ', 4);
            Require(parts.Length == 4 && parts[1] is "HELP" or "TYPE" or "UNIT", "A comment that is no metadata.");
            Metadata(parts[1], parts[2], parts[3]);
        }
        else
        {
            ReadSample(line);
        }
    }

    private void Metadata(string what, string name, string value)
    {
        if (_current?.Name != name)
        {
            Require(_families.TryAdd(name, _current = new Family(name)), "The family was there before.");
        }

        Require(_current!.Samples.Count == 0, "Metadata after samples.");
        switch (what)
        {
            case "HELP":
                Require(_current.Help is null, "A second HELP.");
                Unescape(value, quotes: _openMetrics);
                _current.Help = value;
                break;
            case "TYPE":
                Require(_current.Type is null, "A second TYPE.");
                Require(value is "counter" or "gauge" or "histogram" || value is "unknown" or "info" or "stateset" && _openMetrics || value == "untyped" && !_openMetrics, "No such type.");
                _current.Type = value;
                break;
            default:
                Require(_openMetrics, "UNIT belongs to OpenMetrics.");
                Require(name.EndsWith("_" + value, StringComparison.Ordinal), "The name does not end with its unit.");
                break;
        }
    }

    private void ReadSample(string line)
    {
        var end = line.IndexOfAny(['{', ' ']);
        Require(end > 0, "No value.");
        var name = line[..end];
        Require(char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'), "Not a name.");
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var rest = line[end..];
        if (rest[0] == '{')
        {
            rest = Labels(rest[1..], labels);
        }

        Require(rest[0] == ' ', "No space before the value.");
        Require(double.TryParse(rest[1..].Replace("+Inf", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value), "Not a number, or a timestamp.");
        Require(_current?.Type is not null && _current.Help is not null, "Its family has no TYPE or no HELP.");
        Require(Suffixes(_current!.Type!).Any(suffix => _current.Name + suffix == name), $"Not a sample of {_current.Name}, a {_current.Type}.");
        Require(_series.Add(name + string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"))), "The series was there before.");
        _current.Samples.Add(new Sample(name, labels, value));
    }

    private string[] Suffixes(string type) => type switch
    {
        "counter" => _openMetrics ? ["_total", "_created"] : [""],
        "histogram" => _openMetrics ? ["_bucket", "_sum", "_count", "_created"] : ["_bucket", "_sum", "_count"],
        "info" => ["_info"],
        _ => [""],
    };

    private static string Labels(string rest, SortedDictionary<string, string> labels)
    {
        if (rest[0] == '}')
        {
            return rest[1..];
        }

        while (true)
        {
            var equals = rest.IndexOf("=\"", StringComparison.Ordinal);
            Require(equals > 0, "A label without a value.");
            var name = rest[..equals];
            Require(char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'), "Not a label's name.");
            var end = equals + 2;
            while (rest[end] != '"')
            {
                end += rest[end] == '\\' ? 2 : 1;
            }

            Require(labels.TryAdd(name, Unescape(rest[(equals + 2)..end], quotes: true)), "The label was there before.");
            var next = rest[end + 1];
            rest = rest[(end + 2)..];
            if (next == '}')
            {
                return rest;
            }

            Require(next == ',', "No comma between labels.");
        }
    }

    private static string Unescape(string value, bool quotes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\')
            {
                text.Append(value[i]);
                continue;
            }

            i++;
            Require(i < value.Length && (value[i] is '\\' or 'n' || quotes && value[i] == '"'), "A bad escape.");
            text.Append(value[i] == 'n' ? '\n' : value[i]);
        }

        return text.ToString();
    }

    internal sealed class Family(string name)
    {
        public string Name { get; } = name;

        public string? Help { get; set; }

        public string? Type { get; set; }

        public List<Sample> Samples { get; } = [];
    }

    internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
