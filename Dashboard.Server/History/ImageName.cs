namespace Dashboard.Server.History;

/// <summary>An image's name, taken apart: registry.example:5000/shop/web:v1.5, or with @sha256:… for a tag.</summary>
internal static class ImageName
{
    private const int DigestDigits = 12;

    /// <summary>The repository, and the tag or the beginning of the digest; "latest" when neither is given.</summary>
    public static (string Name, string Version) Split(string image)
    {
        var (name, digest) = image.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? (image[..at], image[(at + 1)..]) : (image, null);

        // A colon before the last slash is a registry's port.
        var colon = name.LastIndexOf(':');
        var tag = colon > name.LastIndexOf('/') ? name[(colon + 1)..] : null;
        name = tag is null ? name : name[..colon];
        if (digest is null)
        {
            return (name, tag ?? "latest");
        }

        var length = Math.Min(digest.Length, digest.IndexOf(':', StringComparison.Ordinal) + 1 + DigestDigits);
        return (name, digest[..length]);
    }

    /// <summary>Without the path of the repository: web:v1.5.</summary>
    public static string Short(string image)
    {
        var (name, version) = Split(image);
        return $"{name[(name.LastIndexOf('/') + 1)..]}:{version}";
    }
}
