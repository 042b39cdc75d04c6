using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>
/// Turns the kernel's call chains into frames. The kernel follows frame pointers: managed code and the runtime keep them, other native code may not. So a chain can go astray, and each address has to prove itself: a
/// method of the runtime's, or code of a file that is mapped; where neither is, the chain ends.
/// </summary>
internal sealed class CallChains(MethodNames names, NativeModules modules, MethodCode code)
{
    // Above it are the kernel's marks ("from here on user space"), not addresses.
    private const ulong LastAddress = unchecked((ulong)-4096);

    private static readonly Frame[] Nothing = [MethodName.Unknown.ToFrame()];

    /// <param name="chain">The leaf first.</param>
    /// <param name="stack">Words from the stack pointer on; empty when they are not known.</param>
    public IReadOnlyList<Frame> Name(ReadOnlySpan<ulong> chain, ReadOnlySpan<ulong> stack)
    {
        var frames = new List<Frame>(chain.Length);
        var isLeaf = true;
        nuint previous = 0;
        for (var i = 0; i < chain.Length; i++)
        {
            var address = chain[i];
            if (address is 0 or >= LastAddress)
                continue;
            if (!Add(frames, address, isLeaf, ref previous))
                break;
            // The frame pointer is still the caller's, so the chain goes on with the caller's caller.
            if (isLeaf && code.ReturnDepthAt((nuint)address) is { } depth && depth / sizeof(ulong) < stack.Length
                && stack[depth / sizeof(ulong)] is var caller && names.Of((nuint)caller, isLeaf: false).IsKnown)
                Add(frames, caller, isLeaf: false, ref previous);
            isLeaf = false;
        }

        return frames.Count == 0 ? Nothing : frames;
    }

    private bool Add(List<Frame> frames, ulong address, bool isLeaf, ref nuint previous)
    {
        var name = names.Of((nuint)address, isLeaf);
        if (name.IsKnown)
        {
            var at = (nuint)(isLeaf ? address : address - 1);
            // It is the old code's frame that goes. The chain leads from there to its caller's caller: the one caller cannot be found.
            if (previous != 0 && frames[^1].Function == name.Name && code.IsOneCall(previous, at))
                return true;
            frames.Add(name.ToFrame());
            previous = at;
            return true;
        }

        previous = 0;

        switch (modules.At(isLeaf ? address : address - 1))
        {
            case null:
                return false;
            case NativeModules.Generated:
                // A stub between a call and the called is nothing that was written; one that uses CPU time itself has to be seen.
                if (isLeaf)
                    frames.Add(MethodName.Unknown.ToFrame());
                return true;
            case var module:
                // Native code has no names here, and one frame of a library is as good as five.
                var frame = new Frame($"[{module}]", module);
                if (frames.Count == 0 || frames[^1] != frame)
                    frames.Add(frame);
                return true;
        }
    }
}
