using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Access;

/// <summary>The token of this run, and whether callers have to show it.</summary>
internal sealed class AccessToken(IOptions<AccessOptions> options, IServer server)
{
    private readonly string? _configured = options.Value.TokenFile is { } file ? File.ReadAllText(file).Trim() : options.Value.Token?.Trim();
    private readonly string _generated = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private bool? _required;

    public string Value => _configured ?? _generated;

    public bool IsGenerated => _configured is null;

    /// <summary>
    /// A configured token is always wanted; a generated one when any address is not loopback. It is then wanted on all of them: what a
    /// proxy, a sidecar or a port-forward passes on arrives over loopback as well.
    /// </summary>
    /// <remarks>The addresses are known once the server listens; until then the answer is yes.</remarks>
    public bool IsRequired => (_required ??= Decide()) ?? true;

    /// <summary>A name for the token that does not tell it: sessions end when it changes.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("session:" + Value)));

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string? candidate) =>
        candidate is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(candidate)), SHA256.HashData(Encoding.UTF8.GetBytes(Value)));

    private bool? Decide()
    {
        if (_configured is not null)
        {
            return true;
        }

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses is { Count: > 0 } ? addresses.Any(address => !Loopback.IsLoopback(BindingAddress.Parse(address).Host)) : null;
    }
}
