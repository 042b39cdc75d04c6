using System.Text.RegularExpressions;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>The arguments of the process, with what looks like a secret taken out: passwords, keys, tokens, user info and query strings of URLs.</summary>
internal static partial class CommandLine
{
    private const string Redacted = "***";

    private const string Secret =
        @"password|passwd|passphrase|\bpass\b|\bpwd\b|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|credential|connection[-_]?string|authorization|signature|\bsas\b";

    public static string Read() => string.Join('\0', Redact(Environment.GetCommandLineArgs()));

    internal static IReadOnlyList<string> Redact(IReadOnlyList<string> arguments)
    {
        var redacted = new List<string>(arguments.Count);
        var isValueOfSecret = false;
        foreach (var argument in arguments)
        {
            // "--password value": the value is the next argument, whatever it looks like.
            redacted.Add(isValueOfSecret ? Redacted : RedactOne(argument));
            isValueOfSecret = !isValueOfSecret && SecretOption().IsMatch(argument);
        }

        return redacted;
    }

    private static string RedactOne(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && !argument.AsSpan(0, equals).Contains("://", StringComparison.Ordinal) && SecretName().IsMatch(argument.AsSpan(0, equals)))
            return argument[..(equals + 1)] + Redacted;
        argument = InnerAssignment().Replace(argument, $"${{keep}}{Redacted}");
        argument = Scheme().Replace(argument, $"${{keep}}{Redacted}");
        argument = UserInfo().Replace(argument, $"${{keep}}{Redacted}@");
        return QueryString().Replace(argument, $"${{keep}}?{Redacted}");
    }

    [GeneratedRegex(Secret, RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    /// <summary>An option with a secret's name and no value of its own.</summary>
    [GeneratedRegex($@"^(--?|/)[^=\s]*({Secret})[^=\s]*$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretOption();

    /// <summary>A part of a connection string: Host=db;Password=x.</summary>
    [GeneratedRegex($@"(?<keep>({Secret})[\w -]*=)(""[^""]*""|'[^']*'|[^;&]*)", RegexOptions.IgnoreCase)]
    private static partial Regex InnerAssignment();

    [GeneratedRegex(@"(?<keep>\b(bearer|basic)\s+)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?<keep>\b[a-z][a-z0-9+.-]*://)[^/?#\s]*@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<keep>\b[a-z][a-z0-9+.-]*://[^?\s]*)\?\S*", RegexOptions.IgnoreCase)]
    private static partial Regex QueryString();
}
