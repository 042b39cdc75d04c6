namespace Dashboard.Server.Tests.Architecture;

/// <summary>The import rule of the design: who may know whom. Left may know right, never back.</summary>
public sealed class ServerImportTests
{
    /// <summary>What each folder may know besides itself. Only Collection knows Cluster and History both.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        [""] = ["Access", "Cluster", "Collection", "Export", "History", "Live", "Trends"],
        ["Live"] = ["History", "Trends"],
        ["Export"] = ["History", "Trends"],
        ["Collection"] = ["Cluster", "History", "Trends"],
        ["Access"] = ["Cluster"],
        ["Trends"] = ["History"],
        ["Cluster"] = [],
        ["History"] = [],
    };

    /// <summary>Packages that belong to some folders only.</summary>
    private static readonly (string Assembly, string[] Folders)[] Owned =
    [
        ("KubernetesClient", ["Cluster", "Collection", "Access"]),
        ("Microsoft.AspNetCore.SignalR", ["Live"]),
        ("OpenTelemetry", ["Export"]),
        ("Dashboard.Simulator", ["Cluster"]),
    ];

    private static readonly Lazy<string[]> Violations = new(() => [.. Check(ServerSources.Read())]);

    [Fact]
    public void Nobody_knows_what_it_may_not() => Assert.Empty(Violations.Value);

    [Fact]
    public void Every_folder_has_its_rule() =>
        Assert.Empty(ServerSources.Read().Keys.Select(ServerSources.FolderOf).Distinct().Except(MayKnow.Keys));

    [Fact]
    public void Program_reads_as_a_table_of_contents() =>
        Assert.InRange(File.ReadAllLines(Repository.PathTo("Dashboard.Server", "Program.cs")).Length, 1, 60);

    [Theory]
    [InlineData("using Dashboard.Server.Live; namespace Dashboard.Server.History; class A { View? v; }", "History/A.cs knows Live")]
    [InlineData("namespace Dashboard.Server.History; class A { object v = new Live.View(); }", "History/A.cs knows Live")]
    [InlineData("namespace Dashboard.Server.History; class A { void M() { var v = Source.Make(); } }", "History/A.cs knows Live")]
    [InlineData("namespace Dashboard.Server.History; class A { object M() => new k8s.Models.V1Pod(); }", "History/A.cs knows KubernetesClient")]
    [InlineData("namespace Dashboard.Server.History; class A : Microsoft.AspNetCore.SignalR.Hub { }", "History/A.cs knows Microsoft.AspNetCore.SignalR")]
    public void A_violation_is_found_however_it_is_written(string source, string expected)
    {
        var sources = new Dictionary<string, string>
        {
            ["Live/View.cs"] = "namespace Dashboard.Server.Live; class View { }",
            ["Program.cs"] = "namespace Dashboard.Server; static class Source { public static Live.View Make() => new(); }",
            ["History/A.cs"] = source,
        };

        Assert.Contains(Check(sources), violation => violation.StartsWith(expected, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Check(IReadOnlyDictionary<string, string> sources) => ServerSources.Uses(sources)
        .Select(use => use switch
        {
            { TargetFolder: { } folder } when folder != use.Folder && MayKnow.GetValueOrDefault(use.Folder)?.Contains(folder) != true =>
                $"{use.File} knows {(folder.Length == 0 ? "Program" : folder)}: {use.Name}",
            { TargetAssembly: { } assembly } when Owner(assembly) is { } owner && !owner.Folders.Contains(use.Folder) =>
                $"{use.File} knows {assembly}: {use.Name}",
            _ => null,
        })
        .OfType<string>()
        .Distinct();

    private static (string Assembly, string[] Folders)? Owner(string assembly) =>
        Owned.Where(owned => assembly == owned.Assembly || assembly.StartsWith(owned.Assembly + ".", StringComparison.Ordinal))
            .Select(owned => ((string, string[])?)owned)
            .FirstOrDefault();
}
