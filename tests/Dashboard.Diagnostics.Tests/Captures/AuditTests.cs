using System.Collections.Concurrent;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Diagnostics.Tests.Captures;

/// <summary>Who captured what, and what it cost, is a line in the log.</summary>
public sealed class AuditTests
{
    [Theory]
    [InlineData("goroutine", "Captured the profile goroutine for an unnamed caller at 127.0.0.1: ", ", pause 8.0 ms")]
    [InlineData("goroutine?format=html", "Captured the profile goroutine for an unnamed caller at 127.0.0.1: ", ", pause 8.0 ms")]
    [InlineData("goroutine?seconds=1", "Captured the profile goroutine for ", ", pause 8.0 ms")]
    public async Task A_capture_is_told_with_its_caller_and_its_cost(string path, string start, string end)
    {
        var lines = new Lines();
        await using var host = await StartAsync(lines);
        using var answer = await host.GetAsync($"/debug/pprof/{path}");
        Assert.Contains(lines.All, l => l.StartsWith(start, StringComparison.Ordinal) && l.EndsWith(end, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kept_capture_that_is_served_again_is_told_too_and_not_as_a_new_one()
    {
        var lines = new Lines();
        await using var host = await StartAsync(lines);
        using var first = await host.GetAsync("/debug/pprof/goroutine");
        var id = Assert.Single(first.Headers.GetValues("X-Debug-Snapshot"));
        using var again = await host.GetAsync($"/debug/pprof/goroutine?snapshot={id}");

        Assert.Single(lines.All, l => l.StartsWith("Captured the profile", StringComparison.Ordinal));
        Assert.Single(lines.All, l => l.StartsWith($"Served the kept capture {id} of the profile goroutine to an unnamed caller at 127.0.0.1", StringComparison.Ordinal));
        Assert.Matches(@"^total=\d+\.\dms$", Assert.Single(again.Headers.GetValues("X-Debug-Cost"))); // this answer held nothing up
    }

    private static Task<DebugHost> StartAsync(Lines lines) => DebugHost.StartAsync(services: s =>
    {
        s.AddSingleton<ILoggerProvider>(lines);
        s.AddSingleton<ProfileSource>(new FakeProfileSource("goroutine")
        {
            Facts = new CaptureFacts("a copy") { Pause = TimeSpan.FromMilliseconds(8) },
            Samples = n => [FakeProfileSource.Sample(["Shop.Go"], n)],
        });
    });

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public IEnumerable<string> All => _all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
