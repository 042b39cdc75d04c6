using Microsoft.Extensions.Options;

namespace Dashboard.Server.Access;

/// <summary>
/// Refuses what a foreign web page makes a browser send: a request with another Origin (a WebSocket is not held back by CORS), and, where
/// no token protects the server, a Host that is not loopback (a foreign name that was rebound to 127.0.0.1).
/// </summary>
internal sealed class SameOrigin(RequestDelegate next, AccessToken token, IOptions<AccessOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context.Request) is not { } words)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(words + "\n", context.RequestAborted);
    }

    private string? Refusal(HttpRequest request)
    {
        if (!token.IsRequired && !Loopback.IsLoopback(request.Host.Host))
        {
            return $"This server is open to loopback only, and the request is for the host '{request.Host.Host}'. "
                + "Use http://localhost, or set Access:Token to serve other names.";
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || options.Value.AllowedOrigins.Contains(origin))
        {
            return null;
        }

        // By authority only: behind a proxy that ends TLS the scheme differs.
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && SameAuthority(uri, request.Host)
            ? null
            : $"The request comes from a page of another origin ('{origin}'). Add it to Access:AllowedOrigins if it may use this server.";
    }

    private static bool SameAuthority(Uri origin, HostString host) =>
        origin.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase) && (origin.IsDefaultPort ? host.Port is null or 80 or 443 : origin.Port == host.Port);
}
