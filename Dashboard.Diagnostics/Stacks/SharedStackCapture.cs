using Dashboard.Diagnostics.Sources;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>One capture of the stacks at a time, on a thread of its own; everybody who asks meanwhile gets the same.</summary>
internal sealed class SharedStackCapture(SourceLines lines)
{
    private readonly SingleFlight<IReadOnlyList<ThreadStack>> _flight = new(stopsWhenLeft: false);

    /// <summary>Waits, but not for the thread pool: what blocks it is what people look for here.</summary>
    public Task<IReadOnlyList<ThreadStack>> TakeAsync(CancellationToken cancellationToken) =>
        _flight.Join("stacks", OnOwnThread, cancellationToken)!;

    private Task<IReadOnlyList<ThreadStack>> OnOwnThread(CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<IReadOnlyList<ThreadStack>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                result.SetResult(StackCapture.Take(lines, cancellationToken));
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        })
        { IsBackground = true, Name = "debug capture" }.Start();
        return result.Task;
    }
}
