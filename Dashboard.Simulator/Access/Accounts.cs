namespace Dashboard.Simulator.Access;

internal sealed record Account(string Name, string Uid, params string[] Groups);

/// <summary>
/// Who may come, and what each may do. The administrator comes with the client certificate or with a token made at each start; the
/// others with the fixed tokens below, so that a test or a TokenReview can name them. They guard nothing but an invented cluster on loopback.
/// <list type="table">
/// <item><term>simulator-admin</term><description>system:masters: everything, also <c>/simulator</c></description></item>
/// <item><term>system:serviceaccount:dashboard:dashboard</term><description><c>dashboard-token</c>: reads all, asks TokenReview and SubjectAccessReview, as the dashboard does in a cluster</description></item>
/// <item><term>alice</term><description><c>alice-token</c>, group team-shop: reads all in namespace shop, nothing elsewhere</description></item>
/// <item><term>bob</term><description><c>bob-token</c>, group viewers: reads what is in namespaces, in all of them; neither nodes nor their metrics</description></item>
/// <item><term>mallory</term><description><c>mallory-token</c>: known, and allowed nothing</description></item>
/// </list>
/// </summary>
internal static class Accounts
{
    public const string Authenticated = "system:authenticated";
    public const string DashboardToken = "dashboard-token";

    public static readonly Account Admin = new("simulator-admin", "1", "system:masters", Authenticated);

    public static readonly Account Dashboard = new(
        "system:serviceaccount:dashboard:dashboard", "2", "system:serviceaccounts", "system:serviceaccounts:dashboard", Authenticated);

    private static readonly Account Alice = new("alice", "3", "team-shop", Authenticated);
    private static readonly Account Bob = new("bob", "4", "viewers", Authenticated);
    private static readonly Account Mallory = new("mallory", "5", Authenticated);

    public static Account? ByToken(string token, string adminToken) => token switch
    {
        _ when token == adminToken => Admin,
        DashboardToken => Dashboard,
        "alice-token" => Alice,
        "bob-token" => Bob,
        "mallory-token" => Mallory,
        _ => null,
    };

    /// <summary>Also answers for names that no account has, as a SubjectAccessReview may ask.</summary>
    public static bool May(string user, IReadOnlyList<string> groups, AccessRequest request)
    {
        if (groups.Contains("system:masters") || user == Admin.Name) return true;
        if (request.Resource.Length == 0) return request.Path is "/version" or "/healthz" or "/livez" or "/readyz" or "/api" or "/apis" ||
            request.Path.StartsWith("/api/", StringComparison.Ordinal) || request.Path.StartsWith("/apis/", StringComparison.Ordinal);
        var selfReview = request.Group is "authorization.k8s.io" or "authentication.k8s.io" && request.Resource.StartsWith("self", StringComparison.Ordinal);
        if (selfReview) return request.Verb == "create";

        var reads = request.Verb is "get" or "list" or "watch";
        var nodes = request.Resource is "nodes";
        if (user == Dashboard.Name) return reads || request is { Verb: "create", Resource: "tokenreviews" or "subjectaccessreviews" };
        if (groups.Contains("team-shop")) return reads && request.Namespace == "shop" && !nodes;
        if (groups.Contains("viewers")) return reads && !nodes;
        return false;
    }
}

/// <param name="Resource">Empty for a path that is no resource.</param>
internal sealed record AccessRequest(string Verb, string Group, string Resource, string Subresource, string Namespace, string Name, string Path);
