namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>Waits for what another thread does, as long as a busy machine may need.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, Action? meanwhile = null, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string words = "")
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Longest, $"Still not so: {words}");
            meanwhile?.Invoke();
            await Task.Yield();
        }
    }
}
