using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Access;

/// <summary>Decides who is answered. Null lets the caller in; otherwise the words for the refusal, with the remedy.</summary>
internal static class Gate
{
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP"];

    public static async ValueTask<string?> RefuseAsync(HttpContext context, DebugEndpointsOptions options)
    {
        var authenticated = context.User.Identity?.IsAuthenticated == true;
        if (IsFromThisMachine(context))
        {
            // A caller who has proved who he is needs no further proof of where he is.
            if (authenticated)
                return null;
            if (!IsLoopbackName(context.Request.Host.Host))
            {
                return $"The debug endpoints answer this machine only under a loopback name, and this request asks for '{context.Request.Host.Host}': "
                    + "a page of another site could have sent it. Use http://localhost or http://127.0.0.1, or authenticate.";
            }

            return null;
        }

        if (!options.AllowRemote)
        {
            return "The debug endpoints answer this machine only, and this request came from another or through a proxy. Ask from the machine itself "
                + "(kubectl port-forward, ssh -L), or set DebugEndpointsOptions.AllowRemote and require authorization on the endpoints.";
        }

        if (!await HasPolicyAsync(context))
        {
            return "DebugEndpointsOptions.AllowRemote is set, but the debug endpoints have no authorization policy: "
                + "add app.MapDebugEndpoints().RequireAuthorization(), or a fallback policy.";
        }

        return authenticated ? null : "The debug endpoints answer other machines only when the caller is authenticated. Send the application's credentials.";
    }

    /// <summary>
    /// By the socket itself, and by RemoteIpAddress as well, which middleware for forwarded headers may have rewritten: a caller behind a proxy
    /// of this machine is no more of this machine than one who writes 127.0.0.1 into a header. A caller without an address (a Unix socket
    /// is mostly a proxy's) is taken for remote.
    /// </summary>
    internal static bool IsFromThisMachine(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } remote || !IsLoopback(remote))
            return false;
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection && !IsLoopback(connection))
            return false;
        foreach (var header in ForwardingHeaders)
        {
            if (context.Request.Headers.ContainsKey(header))
                return false;
        }

        return true;
    }

    internal static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out var address) && IsLoopback(address);

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopback(IConnectionSocketFeature connection)
    {
        try
        {
            return connection.Socket.RemoteEndPoint is IPEndPoint endpoint && IsLoopback(endpoint.Address);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return false; // It is gone already.
        }
    }

    private static async ValueTask<bool> HasPolicyAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata is null || metadata.GetMetadata<IAllowAnonymous>() is not null)
            return false;
        if (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null)
            return true;
        return context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies && await policies.GetFallbackPolicyAsync() is not null;
    }
}
