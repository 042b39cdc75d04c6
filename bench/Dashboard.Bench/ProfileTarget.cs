using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench;

/// <summary>The process that is looked into: a service with a heap, pending operations and waiting threads. It says its address and ends with its input.</summary>
internal static class ProfileTarget
{
    public const int BlockedThreads = 60;

    public const string BlockedMethod = nameof(BlockedForEver);

    private static readonly ManualResetEventSlim Never = new();

    public static async Task RunAsync(int heapMegabytes)
    {
        var heap = new ProfileHeap(heapMegabytes);
        using var operations = new ProfileOperations();
        for (var i = 0; i < BlockedThreads; i++)
        {
            new Thread(BlockedForEver) { IsBackground = true, Name = "blocked" }.Start();
        }

        var meter = new PauseMeter(heap);
        var load = new AllocationLoad(heap);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDebugEndpoints();
        await using var app = builder.Build();
        app.MapDebugEndpoints();
        app.MapGet("/meter/spin", () => meter.Start(allocates: false));
        app.MapGet("/meter/allocate", () => meter.Start(allocates: true));
        app.MapGet("/meter/stop", () => meter.Stop().TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        app.MapGet("/load/start", load.Start);
        app.MapGet("/load/stop", load.Stop);
        app.MapGet("/collections", () => $"{GC.CollectionCount(0)} {GC.CollectionCount(2)}");
        app.MapGet("/memory", () => Results.Text(LivingBytes().ToString(CultureInfo.InvariantCulture)));
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadLineAsync();
    }

    private static long LivingBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BlockedForEver() => Never.Wait();
}
