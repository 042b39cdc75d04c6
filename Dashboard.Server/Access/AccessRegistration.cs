using Dashboard.Server.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Who may see what: on loopback everybody of this machine, elsewhere whoever has the token.</summary>
internal static class AccessRegistration
{
    private const string SelectScheme = "TokenOrCookie";

    /// <summary>Puts every endpoint that does not allow anonymous callers behind the token.</summary>
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.TryAddSingleton<AccessToken>();
        services.AddHostedService<AccessAnnouncement>();

        services.AddAuthentication(SelectScheme)
            .AddPolicyScheme(SelectScheme, null, policy => policy.ForwardDefaultSelector = Select)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null)
            .AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<AccessOptions>, AccessToken>(ConfigureCookie);

        var policy = new AuthorizationPolicyBuilder().AddRequirements(new TokenWhereRequired()).Build();
        services.AddAuthorizationBuilder().SetDefaultPolicy(policy).SetFallbackPolicy(policy);
        services.AddSingleton<IAuthorizationHandler, TokenWhereRequiredHandler>();
        return builder;
    }

    /// <summary>Origin and host checks, headers, and the token; before any endpoint.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        SecurityHeaders.Use(app);
        app.UseMiddleware<SameOrigin>();
        app.UseAuthentication();
        app.UseAuthorization();
        SignInPage.Map(app);
        return app;
    }

    /// <summary>A header is judged as a token and so is every caller that is no browser; pages go by the cookie and are led to sign in.</summary>
    private static string Select(HttpContext context) =>
        context.Request.Headers.ContainsKey("Authorization") || !WantsPage(context.Request) && !context.Request.Cookies.ContainsKey(CookieName)
            ? TokenAuthentication.SchemeName
            : CookieAuthenticationDefaults.AuthenticationScheme;

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private const string CookieName = "dashboard-session";

    private static void ConfigureCookie(CookieAuthenticationOptions cookie, IOptions<AccessOptions> options, AccessToken token)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.HttpOnly = true;
        cookie.ExpireTimeSpan = options.Value.SessionLifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInPage.Path;
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (context.Principal?.FindFirst(TokenAuthentication.FingerprintClaim)?.Value != token.Fingerprint)
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            }
        };
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (WantsPage(context.Request))
            {
                context.Response.Redirect(context.RedirectUri);
                return Task.CompletedTask;
            }

            return context.HttpContext.ChallengeAsync(TokenAuthentication.SchemeName);
        };
    }

    private sealed class TokenWhereRequired : IAuthorizationRequirement;

    private sealed class TokenWhereRequiredHandler(AccessToken token) : AuthorizationHandler<TokenWhereRequired>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TokenWhereRequired requirement)
        {
            if (!token.IsRequired || context.User.Identity?.IsAuthenticated == true)
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }
}
