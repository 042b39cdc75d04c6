namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Where the server listens when nobody says.</summary>
internal static class DefaultAddress
{
    private static readonly string[] Configured = ["urls", "http_ports", "https_ports"];

    /// <summary>http://localhost:5080, unless --urls, a port or Kestrel:Endpoints is configured.</summary>
    public static WebApplicationBuilder UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (Configured.All(key => string.IsNullOrEmpty(configuration[key])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }

        return builder;
    }
}
