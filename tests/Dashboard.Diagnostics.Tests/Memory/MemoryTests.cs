using Dashboard.Diagnostics.Memory;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests.Memory;

public sealed class MemoryTests
{
    [Fact]
    public async Task What_is_held_shows_in_its_generation_and_in_the_process()
    {
        await using var host = await DebugHost.StartAsync();
        var before = await host.JsonAsync("/debug/memory?format=json");
        var held = new byte[40 << 20];
        held.AsSpan().Fill(1); // touched, or it is not resident
        GC.Collect();
        var after = await host.JsonAsync("/debug/memory?format=json");
        // The runtime's figure of the heap now is too low while another test's background collection sweeps: ask until that is over.
        var live = after;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (live.GetProperty("heap").GetProperty("liveBytes").GetInt64() < 40 << 20)
            live = await host.JsonAsync("/debug/memory?format=json").WaitAsync(limit.Token);
        GC.KeepAlive(held);

        var large = after.GetProperty("generations").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "large object heap");
        Assert.InRange(large.GetProperty("bytes").GetInt64(), 40 << 20, 1L << 32);
        Assert.True(after.GetProperty("heap").GetProperty("heapBytes").GetInt64() >= 40 << 20);
        Assert.True(after.GetProperty("process").GetProperty("residentBytes").GetInt64() >= 40 << 20);
        Assert.True(after.GetProperty("collections").GetProperty("count").GetInt64() > before.GetProperty("collections").GetProperty("count").GetInt64());
        Assert.True(after.GetProperty("collections").GetProperty("pauseSeconds").GetDouble() > before.GetProperty("collections").GetProperty("pauseSeconds").GetDouble());
        Assert.Equal(System.Runtime.GCSettings.IsServerGC, after.GetProperty("mode").GetProperty("server").GetBoolean());
        Assert.True(after.GetProperty("generations").EnumerateArray().ElementAt(2).GetProperty("collections").GetInt32() > 0);
    }

    [Fact]
    public void The_allocation_rate_is_over_the_time_between_two_looks()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var capture = new MemoryCapture(time);
        time.Advance(TimeSpan.FromSeconds(10));
        var start = capture.Read().Allocation;
        time.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 64; i++)
            GC.KeepAlive(new byte[1 << 20]);
        var two = capture.Read().Allocation;
        time.Advance(TimeSpan.FromMilliseconds(500));
        var same = capture.Read().Allocation;

        Assert.Equal(2, two.OverSeconds, 3);
        // Other tests allocate meanwhile: more is possible, less is not.
        Assert.InRange(two.BytesPerSecond, 32 << 20, 1L << 34);
        Assert.Equal((two.TotalBytes - start.TotalBytes) / 2.0, two.BytesPerSecond, 1024.0);
        Assert.Equal((two.BytesPerSecond, two.OverSeconds), (same.BytesPerSecond, same.OverSeconds));
    }

    [Theory]
    [InlineData("VmPeak:\t 1 kB\nVmRSS:\t   12345 kB\nRssAnon:\t 7 kB\n", 12345L * 1024)]
    [InlineData("Name:\tx\nVmRSS:\tzzz kB\n", null)]
    [InlineData("Name:\tx\n", null)]
    [InlineData("", null)]
    public void Reads_a_line_of_the_status_file(string status, long? bytes) =>
        Assert.Equal(bytes, MemoryCapture.StatusBytes(System.Text.Encoding.ASCII.GetBytes(status), "\nVmRSS:"u8));
}
