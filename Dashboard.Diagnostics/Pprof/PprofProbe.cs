using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>/debug/pprof/: the profiles that exist, each with its total now.</summary>
internal sealed class PprofProbe(ProfileSet profiles) : Probe<PprofIndex>
{
    public const string Folder = "pprof";

    public override string Name => Folder;

    public override string Description => "Profiles for go tool pprof, Pyroscope, Parca and curl, as Go's net/http/pprof serves them.";

    public override string Unit => "profiles";

    public override bool IsFolder => true;

    protected override JsonTypeInfo<PprofIndex> Json => DiagnosticsJson.Default.PprofIndex;

    public override long Count() => profiles.All.Count;

    protected override PprofIndex Capture(ProbeRequest request) => new(
    [
        .. profiles.All.Select(p => new PprofIndexLine(p.Name, p.Count(), p.Description)),
        new("trace", null, "A .nettrace file of N seconds (trace?seconds=5) for PerfView, Visual Studio and dotnet-trace."),
        new("cmdline", null, "The command line, NUL between the arguments, what looks like a secret taken out."),
        new("symbol", null, "Names for the addresses of a profile: symbol?0x1+0x2, or as the body of a POST."),
    ]);

    protected override Page LayOut(PprofIndex model, ProbeRequest request) => new("debug/pprof", Description,
        [
            Table(model.Profiles, ""),
        ])
    {
        Index = "../",
        Links = [("text", "./?format=text"), ("JSON", "./?format=json"), ("every 5 s", "./?refresh=5")],
    };

    /// <param name="profiles">In order.</param>
    /// <param name="folder">From the page to the folder of the profiles.</param>
    internal static Table Table(IReadOnlyList<PprofIndexLine> profiles, string folder) => new("Profiles",
        [new("Count", ColumnKind.Number), new("Profile", ColumnKind.Code), new("What it shows", ColumnKind.Prose)],
        [.. profiles.Select(p => new Cell[] { p.Count is { } count ? Units.Count(count) : "", new(p.Name, Href: folder + p.Name), p.Description })],
        "A browser gets a page, a tool a file for pprof. debug=1 groups identical stacks, debug=2 lists each; seconds=N is the difference over N seconds.");
}

/// <summary>What profiles there are.</summary>
internal sealed record PprofIndex(IReadOnlyList<PprofIndexLine> Profiles);

/// <summary>A profile with its total now; null for what counts nothing.</summary>
internal sealed record PprofIndexLine(string Name, long? Count, string Description);
