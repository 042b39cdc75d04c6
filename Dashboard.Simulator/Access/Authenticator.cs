using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Simulator.Access;

/// <summary>Finds the account of a request: by its client certificate, else by its bearer token.</summary>
internal sealed class Authenticator(ClusterCertificates certificates)
{
    // A connection has one certificate object for all its requests, and checking a chain costs a millisecond.
    private readonly ConditionalWeakTable<X509Certificate2, object> _checked = [];

    public string AdminToken { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public Account? ByToken(string token) => Accounts.ByToken(token, AdminToken);

    public Account? Authenticate(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate &&
            (bool)_checked.GetValue(certificate, c => certificates.Issued(c)))
        {
            return Accounts.Admin;
        }

        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? ByToken(authorization["Bearer ".Length..].Trim())
            : null;
    }
}
