using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Threads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// The threads by their managed stacks: every thread of the operating system has one sample, those without a managed frame under the name of their role.
/// The id is a number on the sample, not words: tools make a series of each value of a label in words.
/// </summary>
internal sealed class ThreadProfile(string name, string description, SharedStackCapture stacks, TimeProvider timeProvider) : ProfileSource
{
    public override string Name => name;

    public override string Description => description;

    public override long? Count() => ThreadsCapture.Count();

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var captured = await stacks.TakeAsync(cancellationToken);
        return Build(name, at, captured, ThreadsCapture.Read(timeProvider).Threads);
    }

    internal static Profile Build(string name, DateTimeOffset at, IReadOnlyList<ThreadStack> captured, IReadOnlyList<OsThread> threads)
    {
        var stacks = captured.ToDictionary(s => s.ThreadId);
        var samples = new List<Sample>(threads.Count);
        foreach (var thread in threads)
        {
            stacks.Remove(thread.Id, out var stack);
            samples.Add(Sample(stack, thread.Id, thread.Name, thread.Role, thread.State));
        }

        // Threads that ended between the two readings.
        foreach (var stack in stacks.Values)
            samples.Add(Sample(stack, stack.ThreadId, "", "ended", "ended"));
        var type = new SampleType(name, "count");
        return new Profile { Name = name, SampleTypes = [type], PeriodType = type, At = at, Samples = samples, Capture = new CaptureFacts("event session of the runtime's sampler") { Notes = MethodNames.NoteOnLines is { } note ? [note] : [] } };
    }

    private static Sample Sample(ThreadStack? stack, long id, string name, string role, string state) => new(
        stack is { Frames.Count: > 0 } ? [.. stack.Frames.Select(f => f.ToFrame())] : [new Frame($"[{role}]", "[native]")],
        [1],
        [
            new Label("thread", name.Length > 0 ? name : "[unnamed]"),
            new Label("role", role),
            new Label("state", state),
            new Label("thread_id", null, id, "id"),
        ]);
}

internal static class StacksRegistration
{
    public static IServiceCollection AddThreadProfiles(this IServiceCollection services)
    {
        services.TryAddSingleton<SourceLines>();
        services.TryAddSingleton<SharedStackCapture>();
        Add("threadcreate", "The same under the name that Go's tools ask for: the stacks of now, not of the threads' creation.");
        Add("threads", "Threads by identical managed stack, with name, role and state.");
        return services;

        void Add(string name, string description) => services.AddSingleton<ProfileSource>(
            s => new ThreadProfile(name, description, s.GetRequiredService<SharedStackCapture>(), s.GetRequiredService<TimeProvider>()));
    }
}
