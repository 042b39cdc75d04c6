namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>Where the sources of this build lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>"Debug/net10.0", as this assembly was built; a project beside it was built alike.</summary>
    public static string Configuration { get; } = Path.GetRelativePath(
        Path.Join(Root, "tests", "Dashboard.Diagnostics.Tests", "bin"), AppContext.BaseDirectory).TrimEnd(Path.DirectorySeparatorChar);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Join(folder.FullName, "Dashboard.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No Dashboard.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
