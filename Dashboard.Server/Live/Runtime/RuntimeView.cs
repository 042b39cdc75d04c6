namespace Dashboard.Server.Live.Runtime;

/// <summary>Makes messages of the server's own runtime.</summary>
internal static class RuntimeView
{
    public const int EndpointsMaximum = 10;

    /// <summary>The endpoints that ever had most sockets at once, most first.</summary>
    public static string[] BusiestEndpoints(RuntimePoint[] points)
    {
        var most = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var point in points)
        {
            foreach (var (endpoint, count) in point.Connections)
            {
                most[endpoint] = Math.Max(count, most.GetValueOrDefault(endpoint));
            }
        }

        return [.. most.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(EndpointsMaximum).Select(pair => pair.Key)];
    }

    /// <summary>Whether an endpoint came up that belongs among those that are drawn: then the chart is drawn anew.</summary>
    public static bool HasNewEndpoint(RuntimePoint[] points, string[] drawn)
    {
        var busiest = BusiestEndpoints(points);
        return drawn.Length < EndpointsMaximum && busiest.Except(drawn, StringComparer.Ordinal).Any();
    }

    public static RuntimeMessage Message(RuntimePoint[] points, string[] endpoints, bool reset)
    {
        var columns = new Dictionary<string, double?[]>(RuntimePoint.Metrics.Length);
        for (var metric = 0; metric < RuntimePoint.Metrics.Length; metric++)
        {
            columns[RuntimePoint.Metrics[metric]] = [.. points.Select(point => point.Values[metric])];
        }

        var connections = new Dictionary<string, double?[]>(endpoints.Length);
        foreach (var endpoint in endpoints)
        {
            // An endpoint that is not listed has no socket: that is a zero, and known.
            connections[endpoint] = [.. points.Select(point => (double?)CountOf(point, endpoint))];
        }

        return new RuntimeMessage
        {
            At = points.Length == 0 ? 0 : points[^1].AtMilliseconds,
            Reset = reset,
            Times = [.. points.Select(point => point.AtMilliseconds)],
            Columns = columns,
            Connections = connections,
            MemoryLimitBytes = points.Length == 0 ? null : points[^1].MemoryLimitBytes,
        };
    }

    private static int CountOf(RuntimePoint point, string endpoint)
    {
        foreach (var (name, count) in point.Connections)
        {
            if (name == endpoint)
            {
                return count;
            }
        }

        return 0;
    }
}
