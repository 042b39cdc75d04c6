using System.Diagnostics;
using System.Globalization;
using Dashboard.Server.History;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Bench;

/// <summary>
/// What each page costs while the version is held, in every version anew: against storing the tick before it, which is the writer that waits for them.
/// </summary>
internal static class ViewsBench
{
    private const int WarmUp = 40;
    private const int HourOfTicks = 240;

    private static readonly PodSelection Table = PodSelection.From(new PodQuery { Sort = "memory", Descending = true });
    private static readonly PodSelection Workloads = PodSelection.From(new PodQuery { Group = "workload", Sort = "cpu", Descending = true });
    private static readonly PodSelection Everything = PodSelection.From(new PodQuery { Sort = "memory", Descending = true, SparkSeconds = 0 });

    private static readonly (string Name, Func<HistoryReader, object> Read)[] Views =
    [
        ("overview", OverviewView.Of),
        ("pods, 50 rows", reader => PodViews.Page(reader, Table)),
        ("pods by workload, 50 rows", reader => PodViews.Page(reader, Workloads)),
        ("namespaces", NamespaceView.Of),
        ("nodes", NodeView.Of),
        ("facets", FacetViews.Of),
        ("pods, all rows (export)", reader => PodViews.All(reader, Everything)),
        ("the same, and its rows, which are made without holding", reader => PodViews.All(reader, Everything)()),
    ];

    public static void Run(int pods = 30_000, int nodes = 300, int rounds = 80)
    {
        using var history = new ClusterHistory();
        var ticks = new PushCluster(history, pods, nodes);
        for (var i = 0; i < HourOfTicks; i++)
        {
            ticks.Next();
        }

        var tick = new List<double>();
        var costs = Views.Select(_ => new List<(double Milliseconds, long Bytes)>()).ToArray();
        for (var round = -WarmUp; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            ticks.Next();
            var stored = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            for (var i = 0; i < Views.Length; i++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                began = Stopwatch.GetTimestamp();
                history.Read(Views[i].Read, static (reader, read) => read(reader));
                var cost = (Stopwatch.GetElapsedTime(began).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
                if (round >= 0)
                {
                    costs[i].Add(cost);
                }
            }

            if (round >= 0)
            {
                tick.Add(stored);
            }
        }

        var floor = Median(tick);
        Print($"{pods} pods on {nodes} nodes, {rounds} versions of 15 s one after the other; storing one takes {floor:0.0} ms (median)");
        Print($"| view | ms (median) | highest | allocated kB | against storing |");
        Print($"|---|---|---|---|---|");
        foreach (var ((name, _), cost) in Views.Zip(costs))
        {
            var milliseconds = cost.ConvertAll(figure => figure.Milliseconds);
            Print($"| {name} | {Median(milliseconds):0.0} | {milliseconds.Max():0.0} | {Median(cost.ConvertAll(figure => (double)figure.Bytes)) / 1000:0} | {Median(milliseconds) / floor:0.00} x |");
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
