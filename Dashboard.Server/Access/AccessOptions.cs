using Microsoft.Extensions.Options;

namespace Dashboard.Server.Access;

/// <summary>Section "Access". Without a token the server is open on loopback and wants a generated one everywhere else.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Shortest token that is accepted: shorter ones can be guessed over the network.</summary>
    public const int MinimumTokenLength = 16;

    /// <summary>The token that callers must show. When it is set it is wanted on loopback too. Default: none.</summary>
    public string? Token { get; set; }

    /// <summary>A file that holds the token, such as a mounted secret; white space around it is ignored. Default: none.</summary>
    public string? TokenFile { get; set; }

    /// <summary>How long a browser stays signed in, 5 minutes to 30 days. Default: 12 hours.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Origins, such as "https://dash.example", that may use the server besides its own. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

/// <summary>Each failure names the key and the remedy.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var failures = new List<string>();
        if (options.Token is not null && options.TokenFile is not null)
        {
            failures.Add("Access:Token and Access:TokenFile are both set: keep one.");
        }

        if (options.Token is { } token && token.Trim().Length < AccessOptions.MinimumTokenLength)
        {
            failures.Add($"Access:Token is shorter than {AccessOptions.MinimumTokenLength} characters: make one with `openssl rand -hex 16`.");
        }

        if (options.TokenFile is { } file)
        {
            failures.AddRange(CheckFile(file));
        }

        if (options.SessionLifetime < TimeSpan.FromMinutes(5) || options.SessionLifetime > TimeSpan.FromDays(30))
        {
            failures.Add($"Access:SessionLifetime is {options.SessionLifetime}: give 00:05:00 to 30.00:00:00.");
        }

        foreach (var origin in options.AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin.TrimEnd('/'))
            {
                failures.Add($"Access:AllowedOrigins holds '{origin}', which is no origin: write it as https://host or https://host:port.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> CheckFile(string file)
    {
        string content;
        try
        {
            content = File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [$"Access:TokenFile '{file}' cannot be read ({error.Message}): check the path, the mount and its permissions."];
        }

        return content.Length < AccessOptions.MinimumTokenLength
            ? [$"Access:TokenFile '{file}' holds a token shorter than {AccessOptions.MinimumTokenLength} characters: make one with `openssl rand -hex 16`."]
            : [];
    }
}
