using Microsoft.AspNetCore.Builder;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>Requests that the server is answering now.</summary>
internal sealed class RequestCount
{
    private int _now;

    public int Now => Volatile.Read(ref _now);

    public void Use(IApplicationBuilder app) => app.Use(async (_, next) =>
    {
        Interlocked.Increment(ref _now);
        try
        {
            await next();
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    });
}
