using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Diagnostics.Metering;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Metering;

[Collection(Queues.TimersProfileTests.Collection)]
public sealed class DebugMeterTests
{
    [Fact]
    public void Captures_are_counted_by_profile_and_outcome()
    {
        using var heard = new Heard();
        heard.Meter.Captured("threads", CaptureOutcome.Success, TimeSpan.FromMilliseconds(105), TimeSpan.FromMilliseconds(7));
        heard.Meter.Captured("threads", CaptureOutcome.Success, TimeSpan.FromMilliseconds(95));
        heard.Meter.Captured("heap", CaptureOutcome.Failure, TimeSpan.FromSeconds(1));
        heard.Meter.Captured("heap", CaptureOutcome.Refused, TimeSpan.Zero);
        heard.Meter.Captured("profile", CaptureOutcome.Abandoned, TimeSpan.FromSeconds(3));

        Assert.Equal(
        [
            "dashboard.diagnostics.captures 1 profile=threads outcome=success",
            "dashboard.diagnostics.capture.duration 0.105 profile=threads",
            "dashboard.diagnostics.capture.pause 0.007 profile=threads",
            "dashboard.diagnostics.captures 1 profile=threads outcome=success",
            "dashboard.diagnostics.capture.duration 0.095 profile=threads",
            "dashboard.diagnostics.captures 1 profile=heap outcome=failure",
            "dashboard.diagnostics.captures 1 profile=heap outcome=refused",
            "dashboard.diagnostics.captures 1 profile=profile outcome=abandoned",
        ], heard.Measurements);
    }

    [Fact]
    public async Task Sockets_by_state_and_timers_are_read_when_somebody_collects()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        using var heard = new Heard();
        heard.Collect();
        var (before, timersBefore) = (heard.Last("sockets", "established"), heard.Last("timers"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var pairs = new List<TcpClient>();
        for (var i = 0; i < 200; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
            pairs.Add(client);
            pairs.Add(await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken));
        }

        var timers = Enumerable.Range(0, 10_000).Select(_ => new Timer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan)).ToList();
        heard.Collect();
        Assert.True(heard.Last("thread_pool.queue.age") >= 0);

        // Other tests of this process open and close theirs meanwhile: fewer than these.
        Assert.InRange(heard.Last("sockets", "established") - before, 200, 800);
        Assert.True(heard.Last("sockets", "listen") >= 1);
        Assert.InRange(heard.Last("timers") - timersBefore, 5_000, 15_000);
        timers.ForEach(t => t.Dispose());
        pairs.ForEach(p => p.Dispose());
    }

    [Fact]
    public void An_item_that_does_not_get_a_thread_grows_older_from_look_to_look()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        Action? queued = null;
        var age = new PoolQueueAge(clock, item => queued = item);

        Assert.Equal(0, age.Observe());
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, age.Observe());
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(5, age.Observe());
        clock.Advance(TimeSpan.FromSeconds(1));
        queued!();
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(6, age.Observe()); // as last seen, and the next is under way
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, age.Observe());
    }

    /// <summary>A meter of its own and what a listener hears of it.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddDebugEndpoints().BuildServiceProvider();
        private readonly MeterListener _listener = new();

        public Heard()
        {
            Meter = _services.GetRequiredService<DebugMeter>();
            var factory = _services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == DebugMeter.Name && instrument.Meter.Scope == factory)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _listener.Start();
        }

        public DebugMeter Meter { get; }

        public List<string> Measurements { get; } = [];

        public void Collect() => _listener.RecordObservableInstruments();

        /// <summary>0 for a state that was never seen.</summary>
        public double Last(string instrument, string? state = null) => double.Parse(
            Measurements.LastOrDefault(m => m.StartsWith($"dashboard.diagnostics.{instrument} ", StringComparison.Ordinal) && (state is null || m.EndsWith($"state={state}", StringComparison.Ordinal)), "none 0").Split(' ')[1],
            System.Globalization.CultureInfo.InvariantCulture);

        public void Dispose()
        {
            _listener.Dispose();
            _services.Dispose();
        }

        private void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var words = $"{instrument.Name} {value}";
            foreach (var (key, tag) in tags)
                words += $" {key[(key.LastIndexOf('.') + 1)..]}={tag}";
            Measurements.Add(words);
        }
    }
}
