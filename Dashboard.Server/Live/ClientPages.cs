using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The browser client: its files, and index.html for every address that the client routes itself.</summary>
internal static class ClientPages
{
    /// <summary>The names of what is in /assets have a hash of their contents (Vite's): a browser that has one need not ask for it again.</summary>
    private const string ForGood = "public, max-age=31536000, immutable";

    private static readonly FileExtensionContentTypeProvider FileTypes = new();

    /// <summary>First parts of addresses that are never pages: an unknown one of these is an error, not the client.</summary>
    private static readonly string[] NotPages = ["/api", "/hubs", "/debug", "/metrics", "/openapi", "/assets"];

    /// <summary>Has the client's files served as its build left them, compressed.</summary>
    public static void AddClientPages(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        // A server that runs from its build would read each file anew for each answer and not compress it, so that files can be edited meanwhile.
        // For that there is `npm run dev`.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
    }

    /// <summary>Serves the client from wwwroot; says how to build it where it is not there.</summary>
    public static WebApplication MapClientPages(this WebApplication app)
    {
        app.MapStaticAssets().Finally(MayKeepHashed);
        // Names of nodes and pods have dots in them: the default pattern would take them for files.
        app.MapFallback("{*path}", SendPageAsync).ExcludeFromDescription();
        return app;
    }

    private static void MayKeepHashed(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } address, RequestDelegate: { } send } || !address.StartsWith("assets/", StringComparison.Ordinal))
        {
            return;
        }
        endpoint.RequestDelegate = context =>
        {
            context.Response.OnStarting(static response =>
            {
                ((HttpResponse)response).Headers.CacheControl = ForGood;
                return Task.CompletedTask;
            }, context.Response);
            return send(context);
        };
    }

    /// <summary>
    /// A file of a client that was built after this server began, as a page that is built by then names it: not in the server's list, but on the disk.
    /// </summary>
    private static IFileInfo? LaterFile(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/assets") || !HttpMethods.IsGet(context.Request.Method))
        {
            return null;
        }

        var file = context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo(context.Request.Path.Value!);
        return file.Exists ? file : null;
    }

    private static async Task SendLaterFileAsync(HttpResponse response, IFileInfo file, CancellationToken cancellationToken)
    {
        response.ContentType = FileTypes.TryGetContentType(file.Name, out var type) ? type : "application/octet-stream";
        response.Headers.CacheControl = ForGood;
        await response.SendFileAsync(file, cancellationToken);
    }

    private static async Task SendPageAsync(HttpContext context)
    {
        var response = context.Response;
        if (LaterFile(context) is { } later)
        {
            await SendLaterFileAsync(response, later, context.RequestAborted);
            return;
        }

        var page = context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo("index.html");
        if (NotPages.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)) || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync($"There is nothing at {context.Request.Path}. See /openapi/v1.json for the API and /debug/ for diagnostics.\n", context.RequestAborted);
        }
        else if (!page.Exists)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync(
                "This server was built without its pages (BuildClient=false). Build them with `npm ci && npm run build -w Dashboard.Client`, or start it\n"
                + "with `dotnet run --project Dashboard.Server`. The API under /api/v1, /metrics and /debug work without them.\n",
                context.RequestAborted);
        }
        else
        {
            // It names the hashed files of this build: an old copy would ask for files that are gone.
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-cache";
            await response.SendFileAsync(page, context.RequestAborted);
        }
    }
}
