using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The pages' one style sheet, written into each page and allowed by its hash alone.</summary>
internal static class Stylesheet
{
    public static string Text { get; } = EmbeddedText.Read("debug.css") + EmbeddedText.Read("profile.css") + EmbeddedText.Read("live.css");

    private static string Start { get; } = $"default-src 'none'; style-src {Hash(Text)}; ";

    /// <summary>Nothing is loaded, run, framed or sent anywhere; the one style element is known by its hash.</summary>
    public static string ContentSecurityPolicy { get; } = $"{Start}base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The same with forms that ask this server.</summary>
    public static string ContentSecurityPolicyWithForms { get; } = $"{Start}base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The same without forms and with one script of our own, which may ask this server.</summary>
    public static string ContentSecurityPolicyWithScript(string script) =>
        $"{Start}script-src {Hash(script)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}

/// <summary>Texts that are built into the assembly.</summary>
internal static class EmbeddedText
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is missing from the assembly: it is an EmbeddedResource of the project.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
