using System.Collections.Frozen;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>The methods in which a thread waits in native code. A wait that is not among them weighs as work only if its thread used CPU time about then.</summary>
internal static class WaitFrames
{
    private static readonly FrozenSet<string> Waits = new[]
    {
        "System.Threading.Monitor.Wait",
        "System.Threading.Monitor.ObjWait",
        "System.Threading.Monitor.Enter_Slowpath",
        "System.Threading.Monitor.TryEnter_Slowpath",
        "System.Threading.WaitHandle.WaitOneCore",
        "System.Threading.WaitHandle.WaitOneNoCheck",
        "System.Threading.WaitHandle.WaitMultiple",
        "System.Threading.WaitHandle.WaitMultipleIgnoringSyncContext",
        "System.Threading.WaitHandle.SignalAndWait",
        "System.Threading.Thread.Sleep",
        "System.Threading.Thread.SleepInternal",
        "System.Threading.Thread.Join",
        "System.Threading.LowLevelLifoSemaphore.WaitNative",
        "System.Threading.LowLevelLifoSemaphore.WaitForSignal",
        "System.Threading.LowLevelMonitor.WaitCore",
        "System.Net.Sockets.SocketAsyncEngine.EventLoop",
        "Interop.Sys.WaitForSocketEvents",
        "Interop.Sys.LowLevelMonitor_Wait",
        "Interop.Sys.LowLevelMonitor_TimedWait",
        "Interop.Sys.Poll",
        "Interop.Sys.Accept",
        "Interop.Sys.Receive",
        "Interop.Sys.ReceiveMessage",
        "Interop.Sys.Connect",
        "Interop.Sys.WaitPid",
        "Interop.Sys.WaitIdAnyExitedNoHangNoWait",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(MethodName leaf) => Waits.Contains(leaf.Name);
}
