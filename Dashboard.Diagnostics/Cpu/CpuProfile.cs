using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>Where the CPU time goes, by call stack: CPU time, not time that passes, so what waits weighs nothing.</summary>
internal sealed class CpuProfile(SourceLines lines, TimeProvider timeProvider, CpuWay way = CpuWay.Best, PerfOpen? open = null) : ProfileSource
{
    public override string Name => "profile";

    public override string Description => "CPU time by call stack over 30 seconds, or seconds=N: what uses the processors, not what waits.";

    public override ProfileKind Kind => ProfileKind.Timed;

    public override int DefaultSeconds => 30;

    public override long? Count() => null;

    public override Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<Profile>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: a pool that is out of threads is a reason to take a profile.
        new Thread(() =>
        {
            try
            {
                result.SetResult(Capture(request, cancellationToken));
            }
            catch (OperationCanceledException e)
            {
                result.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        })
        { IsBackground = true, Name = "debug profile" }.Start();
        return result.Task;
    }

    private Profile Capture(CaptureRequest request, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new CaptureException("CPU profiles are captured on Linux only.");
        var duration = TimeSpan.FromSeconds(request.Seconds > 0 ? request.Seconds : DefaultSeconds);
        var at = timeProvider.GetUtcNow();
        var started = timeProvider.GetTimestamp();
        var captured = Take(duration, cancellationToken);
        return new Profile
        {
            Name = Name,
            SampleTypes = [new SampleType("samples", "count"), new SampleType("cpu", "nanoseconds")],
            PeriodType = new SampleType("cpu", "nanoseconds"),
            Period = captured.PeriodNanoseconds,
            At = at,
            Duration = timeProvider.GetElapsedTime(started),
            Samples = captured.Samples,
            Capture = new CaptureFacts(captured.Way) { Notes = captured.Notes },
        };
    }

    private CpuCapture Take(TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var refusal = "";
        if (way != CpuWay.Sampler)
        {
            using var perf = PerfCapture.TryStart(open ?? PerfCalls.Open, lines, out refusal);
            if (perf is not null)
                return perf.Run(duration, timeProvider, cancellationToken);
            if (way == CpuWay.Perf)
                throw new CaptureException($"There is no CPU profile by the kernel's events: {refusal}.");
        }

        try
        {
            return new SamplerCapture(lines, timeProvider).Run(duration, refusal, cancellationToken);
        }
        catch (CaptureException e) when (refusal.Length > 0 && !e.IsTransient)
        {
            throw new CaptureException($"There is no CPU profile by the kernel's events: {refusal}. Nor is there one by the runtime's sampler: {e.Message}", e);
        }
    }
}

internal static class CpuRegistration
{
    public static IServiceCollection AddCpuProfile(this IServiceCollection services)
    {
        services.TryAddSingleton<SourceLines>();
        services.AddSingleton<ProfileSource>(s => new CpuProfile(s.GetRequiredService<SourceLines>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
