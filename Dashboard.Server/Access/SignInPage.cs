using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Dashboard.Server.Access;

/// <summary>/signin: takes the token once, by link or by form, and gives a session cookie for it.</summary>
internal static class SignInPage
{
    public const string Path = "/signin";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, ShowAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost(Path, SubmitAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    private static Task ShowAsync(HttpContext context, AccessToken token) =>
        context.Request.Query["token"].ToString() is { Length: > 0 } candidate ? SignInAsync(context, token, candidate) : WriteAsync(context, null);

    private static async Task SubmitAsync(HttpContext context, AccessToken token)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        await SignInAsync(context, token, form?["token"].ToString().Trim() ?? "");
    }

    private static async Task SignInAsync(HttpContext context, AccessToken token, string candidate)
    {
        if (!token.Matches(candidate))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await WriteAsync(context, "This is not the token of this server. It is printed when the server starts, and a generated one changes with each start.");
            return;
        }

        var principal = TokenAuthentication.Principal(token, CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal, new AuthenticationProperties { IsPersistent = true });
        context.Response.Redirect(LocalTarget(context.Request.Query["returnUrl"]));
    }

    /// <summary>Only paths of this server: anything else would make the link a way to send a visitor elsewhere.</summary>
    private static string LocalTarget(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";

    private static Task WriteAsync(HttpContext context, string? error)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var message = error is null ? "" : $"""<p class="error" role="alert">{HtmlEncoder.Default.Encode(error)}</p>""";
        return context.Response.WriteAsync(Page.Replace("{message}", message, StringComparison.Ordinal), context.RequestAborted);
    }

    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>Sign in - Dashboard</title>
          <style>
            :root { color-scheme: light dark; --accent: light-dark(#0b7285, #3bc9db); --line: light-dark(#ced4da, #3b4048); --page: light-dark(#f8f9fa, #14161a); --card: light-dark(#fff, #1c1f24); }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; background: var(--page); }
            main { box-sizing: border-box; width: min(26rem, calc(100vw - 2rem)); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
            h1 { margin: 0 0 .5rem; font-size: 1.25rem; }
            p { margin: 0 0 1rem; }
            .error { padding: .6rem .8rem; border-left: 4px solid light-dark(#c92a2a, #ff8787); background: light-dark(#fff5f5, #2c1a1a); }
            label { display: block; font-weight: 600; margin-bottom: .35rem; }
            input { box-sizing: border-box; width: 100%; padding: .6rem .7rem; font: inherit; font-family: ui-monospace, monospace; border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: inherit; }
            button { margin-top: 1rem; width: 100%; padding: .65rem; font: inherit; font-weight: 600; border: 0; border-radius: 8px; background: var(--accent); color: light-dark(#fff, #0b1a1d); cursor: pointer; }
            :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
            code { font-family: ui-monospace, monospace; }
          </style>
        </head>
        <body>
          <main>
            <h1>Dashboard</h1>
            {message}
            <p>This server can be reached from other machines, so it asks for its token. It was printed when the server started, or is what <code>Access:Token</code> says.</p>
            <form method="post">
              <label for="token">Token</label>
              <input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false">
              <button type="submit">Sign in</button>
            </form>
          </main>
        </body>
        </html>
        """;
}
