using System.Globalization;

namespace Dashboard.Server.Live;

/// <summary>Collects everything that is wrong with a query, so that one answer tells all of it.</summary>
/// <param name="names">What the caller calls a field that he calls differently: the HTTP API says namespace for each of namespaces.</param>
internal sealed class QueryErrors(IReadOnlyDictionary<string, string>? names = null)
{
    private readonly Dictionary<string, List<string>> _byField = [];

    /// <summary>The field as the caller calls it.</summary>
    public string Name(string field) => names is not null && names.TryGetValue(field, out var name) ? name : field;

    public void Add(string field, string message) => AddUnder(Name(field), message);

    /// <summary>Adds what is wrong with something that the caller called so himself.</summary>
    public void AddUnder(string name, string message)
    {
        if (!_byField.TryGetValue(name, out var messages))
        {
            _byField[name] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>The value, or the default when none was given; an error when it is outside the range.</summary>
    public int Range(string field, int? value, int minimum, int maximum, int fallback)
    {
        if (value is not { } given)
        {
            return fallback;
        }

        if (given < minimum || given > maximum)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"{Name(field)} is {given}; it must be {minimum} to {maximum}."));
            return fallback;
        }

        return given;
    }

    /// <summary>One of the names of an enumeration in camelCase, in any case.</summary>
    public TEnum Choice<TEnum>(string field, string? value, TEnum fallback)
        where TEnum : struct, Enum
    {
        if (string.IsNullOrEmpty(value))
        {
            return fallback;
        }

        // Enum.TryParse also takes numbers, which nobody means here.
        if (char.IsAsciiLetter(value[0]) && Enum.TryParse<TEnum>(value, ignoreCase: true, out var choice))
        {
            return choice;
        }

        Add(field, $"{Name(field)} is \"{Shorten(value)}\"; it must be one of {string.Join(", ", Choices.Of<TEnum>())}.");
        return fallback;
    }

    /// <summary>A text of bounded length without control characters; empty counts as none.</summary>
    public string? Text(string field, string? value, int maximumLength)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (value.Length > maximumLength)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"{Name(field)} is {value.Length} characters long; at most {maximumLength} are allowed."));
            return null;
        }

        return value;
    }

    /// <summary>A list of names, sorted and each once, so that equal queries are the same view.</summary>
    public string[] Names(string field, IReadOnlyCollection<string?>? values, int maximumCount)
    {
        if (values is null || values.Count == 0)
        {
            return [];
        }

        if (values.Count > maximumCount)
        {
            Add(field, string.Create(CultureInfo.InvariantCulture, $"{Name(field)} has {values.Count} entries; at most {maximumCount} are allowed."));
            return [];
        }

        foreach (var value in values)
        {
            if (string.IsNullOrWhiteSpace(value) || value.Length > 253)
            {
                Add(field, $"{Name(field)} has an entry that is empty or longer than 253 characters; no Kubernetes name is.");
                return [];
            }
        }

        return [.. values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public void ThrowIfAny()
    {
        if (_byField.Count > 0)
        {
            throw new InvalidQueryException(_byField.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));
        }
    }

    /// <summary>A text that somebody gave, as an error quotes it.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>The names of an enumeration as the wire spells them.</summary>
internal static class Choices
{
    public static IEnumerable<string> Of<TEnum>()
        where TEnum : struct, Enum =>
        Enum.GetNames<TEnum>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName);
}
