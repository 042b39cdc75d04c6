using System.Buffers;

namespace Dashboard.Server.Live.Pods;

/// <summary>What Kubernetes allows as the key and value of a label.</summary>
internal static class LabelNames
{
    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    /// <summary>The part of a key after its slash, and a value that is not empty.</summary>
    public static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is >= 1 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && !name.ContainsAnyExcept(NameCharacters);

    /// <summary>What is wrong with a label's key; null when nothing is.</summary>
    public static string? KeyProblem(string key)
    {
        var slash = key.IndexOf('/');
        if (slash >= 0 && (slash == 0 || slash > 253 || key.IndexOf('/', slash + 1) >= 0))
        {
            return $"'{key}' is no label's key: before its one '/' belongs a DNS name of at most 253 characters";
        }

        return IsName(key.AsSpan(slash + 1))
            ? null
            : $"'{key}' is no label's key: a name has 1 to 63 letters, digits, '-', '_', '.', and begins and ends with a letter or digit";
    }

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
}
