namespace Dashboard.Simulator.Api;

/// <summary>/api/v1/namespaces/shop/pods/cart-1/log, taken apart. Empty strings where a part is absent.</summary>
internal sealed record ApiPath(string Group, string Version, string Namespace, string Resource, string Name, string Subresource)
{
    /// <summary>Null for what is not below a version, such as discovery.</summary>
    public static ApiPath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string group, version;
        int next;
        if (parts is ["api", var core, _, ..]) (group, version, next) = ("", core, 2);
        else if (parts is ["apis", var g, var v, _, ..]) (group, version, next) = (g, v, 3);
        else return null;

        var rest = parts.AsSpan(next);

        // /namespaces/shop/pods is in a namespace; /namespaces/shop is the namespace itself.
        var space = "";
        if (rest.Length >= 3 && rest[0] == "namespaces")
        {
            space = rest[1];
            rest = rest[2..];
        }

        return new ApiPath(group, version, space, rest[0], rest.Length > 1 ? rest[1] : "", rest.Length > 2 ? string.Join('/', rest[2..]!) : "");
    }
}
