using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Async;

/// <summary>What the innermost method of a logical stack waits for, as the call that a person wrote.</summary>
/// <param name="Label">In short, for the label "wait".</param>
/// <param name="Leaf">The frame at the leaf: as in Go's profiles, where the waiting function of the runtime is the leaf.</param>
internal sealed record WaitReason(string Label, Frame Leaf)
{
    private const string CoreLibrary = "System.Private.CoreLib.dll";

    /// <summary>Its code is on a thread at this moment: see the threads' stacks.</summary>
    public static readonly WaitReason Running = new("running", new Frame("[running]", ""));

    /// <summary>What it waited for is done, and it waits for a thread to go on: many of these are a starved thread pool.</summary>
    public static readonly WaitReason Ready = new("thread pool", new Frame("[queued to run]", ""));

    public static readonly WaitReason Yield = Core("Task.Yield", "System.Threading.Tasks.Task.Yield");

    public static readonly WaitReason Unknown = new("unknown", new Frame("[unknown awaiter]", ""));

    /// <summary>A method that another caller waits for as well, whose stack has the method within.</summary>
    public static readonly WaitReason SharedOperation = new("another operation", new Frame("[operation that others wait for as well]", ""));

    public static readonly WaitReason Promise = Core("TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource.Task");

    public static readonly WaitReason WorkItem = Core("Task.Run", "System.Threading.Tasks.Task.Run");

    // By the beginning of the type's name, which is unique among these. The names are internal to the framework: one that changes is shown as it is.
    private static readonly (string Type, WaitReason Reason)[] Known =
    [
        ("System.Threading.Tasks.Task+DelayPromise", Core("Task.Delay", "System.Threading.Tasks.Task.Delay")),
        ("System.Threading.Tasks.Task+WhenAllPromise", Core("Task.WhenAll", "System.Threading.Tasks.Task.WhenAll")),
        ("System.Threading.Tasks.Task+TwoTaskWhenAnyPromise", Core("Task.WhenAny", "System.Threading.Tasks.Task.WhenAny")),
        ("System.Threading.Tasks.Task+WhenAnyPromise", Core("Task.WhenAny", "System.Threading.Tasks.Task.WhenAny")),
        ("System.Threading.Tasks.TaskFactory+CompleteOnInvokePromise", Core("Task.WhenAny", "System.Threading.Tasks.Task.WhenAny")),
        ("System.Threading.Tasks.Task+CancellationPromise", Core("Task.WaitAsync", "System.Threading.Tasks.Task.WaitAsync")),
        ("System.Threading.Tasks.UnwrapPromise", WorkItem),
        ("System.Threading.Tasks.ContinuationTaskFrom", Core("Task.ContinueWith", "System.Threading.Tasks.Task.ContinueWith")),
        ("System.Threading.Tasks.ContinuationResultTaskFrom", Core("Task.ContinueWith", "System.Threading.Tasks.Task.ContinueWith")),
        ("System.Threading.Tasks.ValueTask+ValueTaskSourceAsTask", Core("ValueTask.AsTask", "System.Threading.Tasks.ValueTask.AsTask")),
        ("System.Threading.Tasks.ValueTask<", Core("ValueTask.AsTask", "System.Threading.Tasks.ValueTask.AsTask")),
        ("System.Threading.SemaphoreSlim+TaskNode", Core("SemaphoreSlim.WaitAsync", "System.Threading.SemaphoreSlim.WaitAsync")),
        ("System.Threading.PeriodicTimer", Core("PeriodicTimer.WaitForNextTickAsync", "System.Threading.PeriodicTimer.WaitForNextTickAsync")),
        ("System.Threading.Channels.BlockedReadAsyncOperation", Channel("Channel.ReadAsync", "ChannelReader.ReadAsync")),
        ("System.Threading.Channels.WaitingReadAsyncOperation", Channel("Channel.WaitToReadAsync", "ChannelReader.WaitToReadAsync")),
        ("System.Threading.Channels.BlockedWriteAsyncOperation", Channel("Channel.WriteAsync", "ChannelWriter.WriteAsync")),
        ("System.Threading.Channels.WaitingWriteAsyncOperation", Channel("Channel.WaitToWriteAsync", "ChannelWriter.WaitToWriteAsync")),
        ("System.Net.Sockets.Socket+AwaitableSocketAsyncEventArgs", new("Socket", new Frame("System.Net.Sockets.Socket", "System.Net.Sockets.dll", Module: "System.Net.Sockets.dll"))),
        ("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.Internal.Socket", new("Socket", new Frame("System.Net.Sockets.Socket", "System.Net.Sockets.dll", Module: "System.Net.Sockets.dll"))),
        ("System.IO.Pipelines.Pipe+DefaultPipeReader", Pipe("PipeReader.ReadAsync")),
        ("System.IO.Pipelines.Pipe+DefaultPipeWriter", Pipe("PipeWriter.FlushAsync")),
    ];

    /// <summary>By the type of what is waited for, in ClrMD's words.</summary>
    public static WaitReason Of(string type, string module)
    {
        foreach (var (known, reason) in Known)
        {
            if (type.StartsWith(known, StringComparison.Ordinal))
                return reason;
        }

        var name = type.Replace('+', '.');
        return new WaitReason(name, new Frame(name, module, Module: module));
    }

    private static WaitReason Core(string label, string function) => new(label, new Frame(function, CoreLibrary, Module: CoreLibrary));

    private static WaitReason Channel(string label, string function) =>
        new(label, new Frame($"System.Threading.Channels.{function}", "System.Threading.Channels.dll", Module: "System.Threading.Channels.dll"));

    private static WaitReason Pipe(string function) =>
        new(function, new Frame($"System.IO.Pipelines.{function}", "System.IO.Pipelines.dll", Module: "System.IO.Pipelines.dll"));
}
