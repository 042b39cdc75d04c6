using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>The managed heap of a frozen copy: where its objects lie, of which types they are, and what ClrMD knows of the runtime. One thread at a time.</summary>
internal sealed class FrozenHeap : IDisposable
{
    private readonly DataTarget _target;

    private FrozenHeap(FrozenProcess process, FrozenMemory memory, DataTarget target, ClrRuntime runtime)
    {
        (Process, Memory, _target, Runtime) = (process, memory, target, runtime);
        Types = new HeapTypes(memory, runtime);
        Fields = new FieldPlaces(memory);
        Segments = [.. runtime.Heap.Segments.Where(s => s.ObjectRange.Length > 0).Select(s => new HeapRange(s.ObjectRange.Start, s.ObjectRange.End)).OrderBy(s => s.Start)];
        CommittedBytes = runtime.Heap.Segments.Sum(s => (long)s.CommittedMemory.Length);
        Gaps = new AllocationGaps(runtime.Heap.EnumerateAllocationContexts());
        Window = new HeapWindow(process);
    }

    public FrozenProcess Process { get; }

    public FrozenMemory Memory { get; }

    public ClrRuntime Runtime { get; }

    public HeapTypes Types { get; }

    public FieldPlaces Fields { get; }

    /// <summary>Where objects lie, in the order of addresses.</summary>
    public IReadOnlyList<HeapRange> Segments { get; }

    public AllocationGaps Gaps { get; }

    /// <summary>For the walk: one at a time.</summary>
    public HeapWindow Window { get; }

    public long CommittedBytes { get; }

    public static FrozenHeap Open(FrozenProcess process, CaptureBound bound)
    {
        var module = RuntimeModule.Find();
        var memory = new FrozenMemory(process, bound, module.Path, module.Base);
        memory.KeepShared(SharedMemory.Of(process.ProcessId));
        // No file is looked for but the one that lies beside the runtime: nothing is downloaded.
        var target = new DataTarget(memory, new DataTargetOptions { FileLocator = new NoFiles() });
        try
        {
            if (target.ClrVersions.FirstOrDefault() is not { } version)
                throw new SnapshotRefusedException($"the runtime at {module.Path} is not recognised");
            var runtime = version.CreateRuntime(module.DataAccess, ignoreMismatch: true);
            try
            {
                return new FrozenHeap(process, memory, target, runtime);
            }
            catch
            {
                runtime.Dispose();
                throw;
            }
        }
        catch (Exception e)
        {
            target.Dispose();
            memory.Dispose();
            if (e is ClrDiagnosticsException or BadImageFormatException or InvalidDataException or DllNotFoundException)
                throw new SnapshotRefusedException($"{module.DataAccess} does not explain the runtime's memory ({e.Message.TrimEnd('.')})", e);
            throw;
        }
    }

    /// <summary>The type of the object at an address; null where there is none.</summary>
    public HeapType? TypeAt(ulong address) =>
        address != 0 && address % 8 == 0 && Memory.Read(address, out ulong table) ? Types.Of(table & ~7UL) : null;

    public void Dispose()
    {
        Runtime.Dispose();
        _target.Dispose();
        Window.Dispose();
        Memory.Dispose();
    }

    private sealed class NoFiles : IFileLocator
    {
        public string? FindPEImage(string fileName, int buildTimeStamp, int imageSize, bool checkProperties) => null;

        public string? FindPEImage(string fileName, SymbolProperties archivedUnder, System.Collections.Immutable.ImmutableArray<byte> buildIdOrUUID, System.Runtime.InteropServices.OSPlatform originalPlatform, bool checkProperties) => null;
    }
}

/// <summary>A stretch of the heap: from its first byte to behind its last.</summary>
internal readonly record struct HeapRange(ulong Start, ulong End)
{
    public long Bytes => (long)(End - Start);
}
