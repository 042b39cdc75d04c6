using System.Diagnostics;
using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Events;

[Collection(PlantedThreads.Collection)]
public sealed class EventSessionTests
{
    [Fact]
    public void A_stream_in_single_bytes_gives_the_same_events_as_whole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        var recorder = new Recorder();
        using (var session = EventSession.Start([EventMarks.Provider, new(EventCounter.Runtime, 0x8000, 2)], 16, rundown: false, recorder, "debug test"))
        {
            for (var i = 0; i < 50; i++)
            {
                EventMarks.Set();
                new EventPlants().ThrowPlanted(1);
            }

            session.Stop();
            Assert.True(session.HasEnded);
            Assert.Null(session.Failure);
            Assert.Equal(0, session.Lost);
        }

        var whole = NettraceReader.Read(recorder.Bytes.ToArray());
        var again = new Recorder();
        var parser = new NettraceParser(again);
        foreach (var value in recorder.Bytes.ToArray())
        {
            parser.Free[0] = value;
            parser.Advance(1);
        }

        Assert.True(parser.IsComplete);
        Assert.Equal(recorder.Bytes.Length, parser.Position);
        Assert.Equal(recorder.Bytes.ToArray(), again.Bytes.ToArray());
        Assert.Equal(recorder.Events, again.Events);
        Assert.Equal(recorder.Events, whole.Select(e => (e.Provider, e.EventId, e.ThreadId, e.Timestamp, e.Stack.Length, e.Payload.Length)));
        Assert.True(recorder.Events.Count(e => e.EventId == 80) >= 50, "Not every exception is in the stream.");
        Assert.True(recorder.Marks >= 50, "Not every mark is in the stream.");
    }

    [Fact]
    public void Events_that_the_runtime_had_no_room_for_are_counted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        const int Written = 100_000;
        using var release = new ManualResetEventSlim();
        var recorder = new Recorder { BeforeEach = release };
        using var session = EventSession.Start([EventMarks.Provider], 1, rundown: false, recorder, "debug test");
        for (var i = 0; i < Written; i++)
            EventMarks.Set();
        release.Set();
        session.Stop();

        Assert.Null(session.Failure);
        Assert.InRange(recorder.Marks, 1, Written - 1);
        // Other tests may set marks too; those that are lost here are at the least all that did not come.
        Assert.InRange(session.Lost, Written - recorder.Marks, Written);
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_session_and_does_not_hold_it_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        using var session = EventSession.Start([EventMarks.Provider], 16, rundown: false, new Recorder { Fails = true }, "debug test");
        EventMarks.Set();

        await session.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal("planted", Assert.IsType<InvalidOperationException>(session.Failure).Message);
        session.Stop();
        Eventually(() => !ThreadNames().Contains("debug test"), "the session's thread is left");
    }

    [Fact]
    public async Task A_sink_that_does_not_come_to_an_end_does_not_hold_up_who_stops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        using var release = new ManualResetEventSlim();
        var session = EventSession.Start([EventMarks.Provider], 16, rundown: false, new Recorder { BeforeEach = release }, "debug test");
        EventMarks.Set();
        session.Stop(TimeSpan.FromSeconds(1));

        Assert.False(session.HasEnded);
        Assert.NotNull(session.Failure);
        release.Set();
        await session.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Eventually(() => !ThreadNames().Contains("debug test"), "the session's thread is left");
    }

    [Fact]
    public void Stopping_twice_from_many_threads_is_stopping_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        var session = EventSession.Start([EventMarks.Provider], 16, rundown: false, new Recorder(), "debug test");
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() => session.Stop())).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        session.Dispose();

        Assert.True(session.HasEnded);
        Assert.Null(session.Failure);
    }

    /// <summary>What is left behind goes a moment later: the runtime closes its own end of a socket on a thread of its own.</summary>
    internal static void Eventually(Func<bool> holds, string words)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"After a minute: {words}.");
            Thread.Yield();
        }
    }

    internal static List<string> ThreadNames() => [.. Diagnostics.Threads.ThreadsCapture.Read(TimeProvider.System).Threads.Select(t => t.Name)];

    /// <summary>Connected sockets to the runtime's diagnostic port.</summary>
    internal static int Connections() => File.ReadAllLines("/proc/self/net/unix")
        .Count(l => l.EndsWith("-socket", StringComparison.Ordinal) && l.Contains($"/dotnet-diagnostic-{Environment.ProcessId}-", StringComparison.Ordinal));

    private sealed class Recorder : INettraceSink
    {
        public MemoryStream Bytes { get; } = new();

        public List<(string Provider, int EventId, long ThreadId, long Timestamp, int Stack, int Payload)> Events { get; } = [];

        public int Marks { get; private set; }

        public ManualResetEventSlim? BeforeEach { get; init; }

        public bool Fails { get; init; }

        public void OnEvent(in NettraceRecord record)
        {
            BeforeEach?.Wait(TestContext.Current.CancellationToken);
            if (Fails)
                throw new InvalidOperationException("planted");
            if (EventMarks.TryRead(record, out _))
                Marks++;
            Events.Add((record.Kind.Provider, record.Kind.EventId, record.ThreadId, record.Timestamp.Ticks, record.Stack?.Pointers.Length ?? 0, record.Payload.Length));
        }

        public void OnBytes(ReadOnlySpan<byte> bytes) => Bytes.Write(bytes);
    }
}
