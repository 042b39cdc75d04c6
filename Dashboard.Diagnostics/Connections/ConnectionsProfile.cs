using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Connections;

/// <summary>
/// /debug/pprof/connections: the TCP sockets of this process. The frames are made up so that a flame graph reads from its root: direction, owner, state, endpoint; the labels say the
/// same to tools that group by labels.
/// </summary>
internal sealed class ConnectionsProfile(TimeProvider timeProvider) : ProfileSource
{
    internal const string NoOwner = "(owner not known)";

    private const string ListenState = "LISTEN";

    // What HttpClient and Kestrel count are connections that they hold: established ones, and those whose peer has left before anybody noticed.
    private static readonly string[] OwnedStates = ["ESTABLISHED", "open", "CLOSE_WAIT"];

    private readonly ConnectionsCapture _capture = new(timeProvider, ConnectionMeters.Start());

    public override string Name => "connections";

    public override string Description => "TCP sockets of this process by endpoint, state, owner and direction.";

    public override ProfileTier Tier => ProfileTier.Counters;

    public override long? Count() => _capture.CountSockets();

    public override Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Build(_capture.Read(eachSocket: false)));

    internal static Profile Build(ConnectionsSnapshot connections)
    {
        var samples = new List<Sample>();
        foreach (var group in connections.Groups)
            AddGroup(group, samples);
        foreach (var listening in connections.Listening.CountBy(l => l.Endpoint))
            samples.Add(Sample(listening.Key, ListenState, NoOwner, "listen", listening.Value));
        var type = new SampleType("connections", "count");
        return new Profile
        {
            Name = "connections",
            SampleTypes = [type],
            PeriodType = type,
            At = connections.At,
            Samples = samples,
            Capture = connections.Source == "sockets"
                ? new CaptureFacts("the kernel's tables of sockets")
                {
                    Notes =
                    [
                        "The kernel does not know owners: the numbers that HttpClient and Kestrel tell for an endpoint are spread over its sockets.",
                        "Name your handlers by HttpClientOwner.Named. What was opened before AddDebugEndpoints has no owner.",
                    ],
                }
                : new CaptureFacts("meters of HttpClient and Kestrel") { Notes = ["Only what HttpClient and Kestrel tell: the sockets themselves are read on Linux."] },
        };
    }

    private static void AddGroup(SocketGroup group, List<Sample> samples)
    {
        var owners = group.Owners.OrderByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal).Select(o => (Name: o.Key, Left: o.Value)).ToArray();
        foreach (var (state, count) in group.States.OrderBy(s => Array.IndexOf(OwnedStates, s.Key) is >= 0 and var order ? order : OwnedStates.Length))
        {
            var left = (long)count;
            for (var i = 0; i < owners.Length && left > 0 && OwnedStates.Contains(state); i++)
            {
                var owned = Math.Min(left, owners[i].Left);
                if (owned <= 0)
                    continue;
                samples.Add(Sample(group.Endpoint, state, owners[i].Name, group.Direction, owned));
                owners[i].Left -= owned;
                left -= owned;
            }

            if (left > 0)
                samples.Add(Sample(group.Endpoint, state, NoOwner, group.Direction, left));
        }
    }

    private static Sample Sample(string endpoint, string state, string owner, string direction, long count) => new(
        [new Frame(endpoint, "[endpoint]"), new Frame(state, "[state]"), new Frame(owner, "[owner]"), new Frame(direction, "[direction]")],
        [count],
        [new Label("endpoint", endpoint), new Label("state", state), new Label("owner", owner), new Label("direction", direction)]);
}
