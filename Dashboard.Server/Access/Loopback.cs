using System.Net;

namespace Dashboard.Server.Access;

/// <summary>What counts as this machine itself.</summary>
internal static class Loopback
{
    /// <summary>
    /// "localhost", a name below it, or a loopback address, with or without brackets. "*", "+", "0.0.0.0" and "[::]" listen everywhere
    /// and are not loopback.
    /// </summary>
    public static bool IsLoopback(string host)
    {
        var bare = host.TrimStart('[').TrimEnd(']');
        return bare.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || bare.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(bare, out var address) && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
    }
}
