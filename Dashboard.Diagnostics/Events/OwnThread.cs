namespace Dashboard.Diagnostics.Events;

/// <summary>Blocking work on a thread of its own: what blocks the thread pool is what people look for here.</summary>
internal static class OwnThread
{
    public static Task<T> Run<T>(string name, Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(result, work)) { IsBackground = true, Name = name }.Start();
        return result.Task;
    }

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> work)
    {
        try
        {
            result.SetResult(work());
        }
        catch (Exception e)
        {
            result.SetException(e);
        }
    }
}
