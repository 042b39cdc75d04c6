using System.Text.Json;

namespace Dashboard.Simulator.Tests;

/// <summary>Reads the lines of a watch.</summary>
internal sealed class WatchReader(HttpResponseMessage response) : IAsyncDisposable
{
    private readonly StreamReader _lines = new(response.Content.ReadAsStream());

    public static async Task<WatchReader> OpenAsync(SimulatorClient client, string path, Version? version = null) => new(await client.OpenAsync(path, version));

    /// <summary>Null at the end of the watch.</summary>
    public async Task<(string Type, JsonElement Object)?> NextAsync()
    {
        if (await _lines.ReadLineAsync(SimulatorClient.Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(20), SimulatorClient.Cancelled) is not { } line) return null;
        var parsed = JsonElement.Parse(line);
        return (parsed.GetProperty("type").GetString()!, parsed.GetProperty("object"));
    }

    public async Task<JsonElement> UntilAsync(Func<string, JsonElement, bool> wanted)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await NextAsync() is { } change)
        {
            // Other events may go on for ever.
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(20)) throw new TimeoutException("the event did not come");
            if (wanted(change.Type, change.Object)) return change.Object;
        }

        throw new InvalidOperationException("the watch ended before the event came");
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
