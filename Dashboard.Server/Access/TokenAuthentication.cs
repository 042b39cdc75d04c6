using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using AuthenticationHeaderValue = System.Net.Http.Headers.AuthenticationHeaderValue;

namespace Dashboard.Server.Access;

/// <summary>
/// The token in the Authorization header: as Bearer (Prometheus, curl, scripts) or as the password of Basic with any user name
/// (<c>go tool pprof</c> can send nothing else).
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessToken token) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";

    /// <summary>The identity of whoever showed the token; the claim ties a session to it.</summary>
    public static ClaimsPrincipal Principal(AccessToken token, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "token"), new Claim(FingerprintClaim, token.Fingerprint)], scheme));

    public const string FingerprintClaim = "dashboard:token";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(token.Matches(Candidate(header))
            ? AuthenticateResult.Success(new AuthenticationTicket(Principal(token, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The token in the Authorization header is not the one of this server."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // A browser would answer a Basic challenge with a dialog of its own; the sign-in page is for browsers.
        var browser = Request.Headers.ContainsKey("Sec-Fetch-Mode");
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = browser ? "Bearer" : "Bearer, Basic realm=\"Dashboard\", charset=\"UTF-8\"";
        Response.Headers[HeaderNames.CacheControl] = "no-store";
        Response.Headers["X-Go-Pprof"] = "1"; // lets `go tool pprof` print the words below
        Response.ContentType = "text/plain; charset=utf-8";
        await Response.WriteAsync(
            "A token is needed: this server listens on an address that is not loopback, or Access:Token is set.\n"
            + "It is printed when the server starts. Send it as `Authorization: Bearer TOKEN`, as the password of Basic\n"
            + "(`http://any:TOKEN@host`), or open /signin in a browser.\n",
            Context.RequestAborted);
    }

    private static string? Candidate(AuthenticationHeaderValue header)
    {
        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return header.Parameter?.Trim();
        }

        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
                ? password
                : null;
    }
}
