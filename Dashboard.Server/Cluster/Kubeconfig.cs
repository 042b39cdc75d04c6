using k8s;
using k8s.KubeConfigModels;

namespace Dashboard.Server.Cluster;

/// <summary>Several kubeconfig files as one, as kubectl takes them: of what has the same name the first counts.</summary>
internal static class Kubeconfig
{
    public static K8SConfiguration Load(IReadOnlyList<string> files)
    {
        var documents = files.Select(LoadOne).ToList();
        var merged = documents[0];
        merged.CurrentContext = documents.Select(document => document.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name));
        merged.Contexts = [.. documents.SelectMany(document => document.Contexts ?? []).DistinctBy(context => context.Name)];
        merged.Clusters = [.. documents.SelectMany(document => document.Clusters ?? []).DistinctBy(cluster => cluster.Name)];
        merged.Users = [.. documents.SelectMany(document => document.Users ?? []).DistinctBy(user => user.Name)];
        return merged;
    }

    /// <summary>The files that the document refers to.</summary>
    public static IEnumerable<string> Files(K8SConfiguration document) =>
        (document.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint?.CertificateAuthority)
        .Concat((document.Users ?? []).SelectMany(user => new[] { user.UserCredentials?.ClientCertificate, user.UserCredentials?.ClientKey }))
        .Where(path => !string.IsNullOrEmpty(path))
        .Select(path => path!);

    private static K8SConfiguration LoadOne(string path)
    {
        var document = KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(path));
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;

        // Relative to the file that says so, which after merging nobody knows.
        foreach (var endpoint in (document.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            endpoint.CertificateAuthority = Full(endpoint.CertificateAuthority, directory);
        }

        foreach (var credentials in (document.Users ?? []).Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            credentials.ClientCertificate = Full(credentials.ClientCertificate, directory);
            credentials.ClientKey = Full(credentials.ClientKey, directory);
        }

        return document;
    }

    private static string? Full(string? path, string directory) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, directory);
}
