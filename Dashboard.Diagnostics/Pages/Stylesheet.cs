using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The pages' one style sheet, written into each page and allowed by its hash alone.</summary>
internal static class Stylesheet
{
    public static string Text { get; } = Read();

    /// <summary>Nothing is loaded, run, framed or sent anywhere; the one style element is known by its hash.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("debug.css")
            ?? throw new InvalidOperationException("debug.css is missing from the assembly: it is an EmbeddedResource of the project.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
