using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Index;

/// <summary>/debug/</summary>
internal sealed class IndexProbe(IReadOnlyList<Probe> probes, IReadOnlyList<ProfileSource> profiles, Func<ProcessFacts> process) : Probe<IndexSnapshot>
{
    public override string Name => "";

    public override string Description => "What is going on in this process.";

    public override string Unit => "endpoints";

    protected override JsonTypeInfo<IndexSnapshot> Json => DiagnosticsJson.Default.IndexSnapshot;

    public override long Count() => probes.Count;

    protected override IndexSnapshot Capture(ProbeRequest request)
    {
        var facts = process();
        return new IndexSnapshot(
            facts.Now, facts.Name, facts.Id, facts.Runtime, facts.Uptime.TotalSeconds,
            [.. probes.Select(p => new IndexLine(p.IsFolder ? $"{p.Name}/" : p.Name, p.Count(), p.Unit, p.Description))])
        {
            Profiles = [.. profiles.Select(p => new PprofIndexLine(p.Name, p.Count(), p.Description))],
        };
    }

    protected override Page LayOut(IndexSnapshot model, ProbeRequest request) => new("debug", Description,
        [
            new Table("Endpoints",
                [new("Now", ColumnKind.Number), new(""), new("Endpoint", ColumnKind.Code), new("What it shows", ColumnKind.Prose)],
                [.. model.Endpoints.Select(e => new Cell[]
                {
                    e.Unit.StartsWith("bytes", StringComparison.Ordinal) ? Units.Bytes(e.Count) : Units.Count(e.Count),
                    e.Unit.StartsWith("bytes ", StringComparison.Ordinal) ? e.Unit["bytes ".Length..] : e.Unit,
                    new(e.Name, Href: e.Name),
                    e.Description,
                })]),
            .. model.Profiles.Count == 0 ? (IEnumerable<Section>)[] : [PprofProbe.Table(model.Profiles, "pprof/")],
        ])
    {
        Links = [("text", "./?format=text"), ("JSON", "./?format=json"), ("every 5 s", "./?refresh=5")],
    };
}
