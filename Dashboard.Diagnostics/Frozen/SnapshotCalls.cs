namespace Dashboard.Diagnostics.Frozen;

/// <summary>What the kernel does for a snapshot. A test puts a kernel in its place that refuses.</summary>
internal class SnapshotCalls
{
    /// <summary>The copy's process id, or the negative number of the error.</summary>
    public virtual int Fork() => ForkStub.Fork();

    /// <summary>The bytes read, or the negative number of the error.</summary>
    public virtual nint Read(int processId, ulong address, Span<byte> buffer) => MemoryCalls.ReadProcess(processId, address, buffer);
}
