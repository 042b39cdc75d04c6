using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Tests.Frozen;

/// <summary>A kernel that refuses one of the calls, as a strict seccomp profile or Yama does.</summary>
internal sealed class RefusingCalls(string refused) : SnapshotCalls
{
    private const int NotPermitted = 1;

    public int LastChild { get; private set; }

    public override int Fork() => refused == "clone" ? -NotPermitted : LastChild = base.Fork();

    public override nint Read(int processId, ulong address, Span<byte> buffer) => refused == "process_vm_readv" ? -NotPermitted : base.Read(processId, address, buffer);
}
