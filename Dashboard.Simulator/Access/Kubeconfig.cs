using System.Text;

namespace Dashboard.Simulator.Access;

/// <summary>
/// The file that kubectl and every client reads. Contexts: simulator (client certificate, the current one), simulator-token (the
/// administrator's bearer token), simulator-dashboard (the account that the dashboard has in a cluster).
/// </summary>
internal static class Kubeconfig
{
    public static string Compose(Uri address, ClusterCertificates certificates, string adminToken) => $"""
        apiVersion: v1
        kind: Config
        current-context: simulator
        clusters:
        - name: simulator
          cluster:
            server: {address.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Base64(certificates.AuthorityPem)}
        contexts:
        - name: simulator
          context:
            cluster: simulator
            user: simulator-admin
        - name: simulator-token
          context:
            cluster: simulator
            user: simulator-admin-token
        - name: simulator-dashboard
          context:
            cluster: simulator
            user: simulator-dashboard
        users:
        - name: simulator-admin
          user:
            client-certificate-data: {Base64(certificates.ClientPem)}
            client-key-data: {Base64(certificates.ClientKeyPem)}
        - name: simulator-admin-token
          user:
            token: {adminToken}
        - name: simulator-dashboard
          user:
            token: {Accounts.DashboardToken}

        """;

    /// <summary>Whole or not at all, and for its owner only: it holds a key.</summary>
    public static async Task WriteAsync(string path, string content, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var temporary = $"{full}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var file = new FileStream(temporary, options))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(content), cancellationToken);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
}
