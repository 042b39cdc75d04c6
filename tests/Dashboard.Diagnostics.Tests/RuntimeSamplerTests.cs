using System.Net;
using System.Net.Sockets;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests;

[Collection(PlantedThreads.Collection)]
public sealed class RuntimeSamplerTests
{
    [Fact]
    public async Task Counts_the_sockets_of_this_process_by_endpoint_and_direction()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var cancellation = TestContext.Current.CancellationToken;
        var sampler = new RuntimeSampler(TimeProvider.System);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = (IPEndPoint)listener.LocalEndpoint;
        var sockets = new List<IDisposable>();
        for (var i = 0; i < 7; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(endpoint, cancellation);
            sockets.AddRange([client, await listener.AcceptTcpClientAsync(cancellation)]);
        }

        var connections = sampler.Take().Connections;

        Assert.Contains(new EndpointConnections($"127.0.0.1:{endpoint.Port}", Incoming: false, 7), connections);
        Assert.Contains(new EndpointConnections($":{endpoint.Port}", Incoming: true, 7), connections);
        Assert.Equal(connections.OrderByDescending(c => c.Count), connections);

        sockets.ForEach(s => s.Dispose());
        Assert.DoesNotContain(sampler.Take().Connections, c => c.Endpoint.EndsWith($":{endpoint.Port}", StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_what_happened_since_the_last_sample()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var sampler = new RuntimeSampler(time);
        var before = sampler.Take();

        time.Advance(TimeSpan.FromSeconds(1));
        var garbage = new byte[3 << 20];
        GC.Collect();
        using var timer = new Timer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        Assert.Throws<FormatException>(() => int.Parse("not a number"));
        var after = sampler.Take();
        GC.KeepAlive(garbage);

        Assert.Equal(TimeSpan.FromSeconds(1), after.At - before.At);
        // The runtime counts by allocation contexts of 8 kB for each thread, so not to the byte.
        Assert.InRange(after.AllocatedBytes - before.AllocatedBytes, 2 << 20, long.MaxValue);
        Assert.All(Enumerable.Range(0, 3), g => Assert.True(after.Collections[g] > before.Collections[g]));
        Assert.True(after.GcPause > before.GcPause);
        Assert.True(after.Exceptions > before.Exceptions);
        Assert.True(after.Timers > 0);
        Assert.True(after.CpuTime > TimeSpan.Zero);
        Assert.Equal(5, after.HeapBytesByGeneration.Count);
        Assert.InRange(after.HeapBytesByGeneration[3], 3 << 20, long.MaxValue);
    }

    [Fact]
    public void A_thread_more_is_a_thread_more()
    {
        var sampler = new RuntimeSampler(TimeProvider.System);
        using var release = new ManualResetEventSlim();
        using var started = new CountdownEvent(30);
        var before = sampler.Take().Threads;
        var threads = Enumerable.Range(0, 30).Select(_ => new Thread(() =>
        {
            started.Signal();
            release.Wait();
        })).ToList();
        threads.ForEach(t => t.Start());
        started.Wait(TestContext.Current.CancellationToken);

        var during = sampler.Take();
        release.Set();
        threads.ForEach(t => t.Join());

        // Pool threads of other tests come and go meanwhile: 30 must not be told from noise by a hair.
        Assert.InRange(during.Threads - before, 20, 60);
        Assert.InRange(during.ResidentBytes, 10L << 20, 8L << 30);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.InRange(during.ResidentBytes, process.WorkingSet64 / 2, process.WorkingSet64 * 2);
    }
}
