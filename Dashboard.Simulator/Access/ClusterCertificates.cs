using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Simulator.Access;

/// <summary>
/// An authority of the cluster's own, made in memory at each start, and the two certificates that it issues. Their validity follows the
/// real clock whatever clock the simulation runs on: the peer that checks them does not know the other.
/// </summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public ClusterCertificates()
    {
        var from = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        var until = from.AddYears(1);

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=simulator-ca", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, false));
        _authority = authority.CreateSelfSigned(from, until);
        AuthorityPem = _authority.ExportCertificatePem();

        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes");
        names.AddDnsName("kubernetes.default.svc");
        (Server, _) = Issue("CN=kube-apiserver", "1.3.6.1.5.5.7.3.1", from, until, names.Build());

        var (client, clientKey) = Issue($"O={Accounts.Admin.Groups[0]}, CN={Accounts.Admin.Name}", "1.3.6.1.5.5.7.3.2", from, until, null);
        using (client) ClientPem = client.ExportCertificatePem();
        ClientKeyPem = clientKey;
    }

    public X509Certificate2 Server { get; }

    public string AuthorityPem { get; }

    public string ClientPem { get; }

    public string ClientKeyPem { get; }

    /// <summary>Whether this authority issued the certificate, for clients, and it is valid now.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
    }

    private (X509Certificate2 Certificate, string KeyPem) Issue(
        string subject, string usage, DateTimeOffset from, DateTimeOffset until, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names is not null) request.CertificateExtensions.Add(names);

        using var issued = request.Create(_authority, from, until.AddMinutes(-1), RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);

        // Through PKCS #12, because TLS on Windows and macOS refuses a key that lives in memory only.
        return (X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null), key.ExportPkcs8PrivateKeyPem());
    }
}
