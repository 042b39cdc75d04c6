using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Server.Cluster;

/// <summary>
/// Files that a client was made from. Their contents are compared, not their times: Kubernetes swaps a mounted secret by a symbolic link,
/// whose target may be older.
/// </summary>
internal sealed class CredentialFiles(IEnumerable<string?> paths)
{
    private readonly string[] _paths = [.. paths.OfType<string>().Where(path => path.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>Changes when any of the files does, appears or vanishes.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in _paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            try
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                hash.AppendData("unreadable"u8);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
