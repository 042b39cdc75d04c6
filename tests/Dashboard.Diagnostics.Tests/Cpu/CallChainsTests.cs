using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Cpu;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Cpu;

/// <summary>What becomes of addresses that a chain of frame pointers gives, true ones and wild ones.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class CallChainsTests
{
    private const string Maps = """
        10000-20000 r-xp 00000000 08:01 1234                       /usr/lib/libplain.so.6
        20000-30000 r--p 00000000 08:01 1234                       /usr/lib/libplain.so.6
        30000-40000 r-xp 00000000 08:01 1235                       /opt/my app/libspaced name.so (deleted)
        40000-50000 rwxp 00000000 00:00 0
        50000-60000 r-xs 00000000 00:01 99                         /memfd:doublemapper (deleted)
        60000-70000 r-xp 00000000 00:00 0                          [vdso]
        nonsense
        """;

    private const ulong UserMark = unchecked((ulong)-512);

    [Theory]
    [InlineData(0x0FFFFul, null)]
    [InlineData(0x10000ul, "libplain.so.6")]
    [InlineData(0x1FFFFul, "libplain.so.6")]
    [InlineData(0x20000ul, null)]
    [InlineData(0x30001ul, "libspaced name.so")]
    [InlineData(0x40001ul, NativeModules.Generated)]
    [InlineData(0x50001ul, NativeModules.Generated)]
    [InlineData(0x60001ul, "vdso")]
    [InlineData(ulong.MaxValue, null)]
    public void The_module_at_an_address_is_that_of_an_executable_mapping(ulong address, string? module) => Assert.Equal(module, new NativeModules(() => Maps).At(address));

    [Fact]
    public void The_map_is_read_again_only_when_it_may_have_changed()
    {
        var reads = 0;
        var text = "";
        var modules = new NativeModules(() =>
        {
            reads++;
            return text;
        });
        Assert.Null(modules.At(0x10001));
        Assert.Null(modules.At(0x10001));
        Assert.Equal(1, reads);

        text = Maps;
        modules.Refresh();
        Assert.Equal("libplain.so.6", modules.At(0x10001));
        Assert.Equal(2, reads);
    }

    public static TheoryData<ulong[], string[]> Chains() => new()
    {
        { [UserMark, 0x10010, 0x10020, 0x30010], ["[libplain.so.6]", "[libspaced name.so]"] }, // one frame of a library is enough
        { [0x10010, 0x20010, 0x30010], ["[libplain.so.6]"] }, // data is no code: the chain has gone astray
        { [0x10010, 7, 0x30010], ["[libplain.so.6]"] },
        { [0x50010, 0x30010], ["[unknown]", "[libspaced name.so]"] }, // a stub that uses CPU time itself
        { [0x10010, 0x50010, 0x30010], ["[libplain.so.6]", "[libspaced name.so]"] }, // a stub in between
        { [7, 0x10010], ["[unknown]"] },
        { [UserMark], ["[unknown]"] },
        { [], ["[unknown]"] },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_chain_has_no_frame_that_is_not_code(ulong[] chain, string[] frames) => Assert.Equal(frames, Name(chain));

    [Fact]
    public void Managed_code_is_named_and_an_old_address_at_the_stack_pointer_is_no_caller()
    {
        var thrown = Assert.ThrowsAny<Exception>(() => Outermost(1));
        var addresses = Frames(thrown);
        Assert.Equal(nameof(WithFrame), Name([addresses[0]]).Select(Short).Single());

        // A method with a frame of its own has anything at the stack pointer; its caller is found by the frame pointer.
        Assert.Equal([nameof(WithFrame), nameof(Outermost)], Name([addresses[0], addresses[1] + 1], addresses[1] + 1).Select(Short));
        Assert.Equal([nameof(WithFrame)], Name([addresses[0]], addresses[1] + 1).Select(Short));
    }

    [Fact]
    public async Task A_method_that_has_no_frame_yet_or_any_more_does_not_hide_its_caller()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The kernel's samples of this architecture.");
        var fd = PerfCalls.Open(PerfCalls.Attribute(PerfCapture.PeriodNanoseconds, withKernel: false), 0);
        Assert.SkipUnless(fd >= 0, "The kernel refuses perf_event_open here.");
        PerfCalls.Close(fd);
        using var clock = new Burning("burning", static () => Looping(200_000));
        var profile = await new CpuProfile(new SourceLines(), clock, CpuWay.Perf).CaptureAsync(new CaptureRequest(2), TestContext.Current.CancellationToken);

        var samples = profile.Samples.Where(s => Short(s.Stack[0].Function) == nameof(Small)).ToList();
        var count = samples.Sum(s => s.Values[0]);
        Assert.True(count > 20, $"{count} samples of the method, too few to tell.");
        Assert.InRange(samples.Where(s => s.Stack.Count > 1 && Short(s.Stack[1].Function) == nameof(Looping)).Sum(s => s.Values[0]), count * 95 / 100, count);
    }

    [Theory]
    [InlineData("55 48 8B EC", 0, 0)] // push rbp; mov rbp, rsp
    [InlineData("55 48 8B EC", 1, 8)]
    [InlineData("55 48 8B EC", 4, null)]
    [InlineData("55 41 57 53 48 83 EC 18 48 8D 6C 24 20", 3, 16)] // push rbp; push r15; push rbx; sub rsp, 24; lea rbp, [rsp+32]
    [InlineData("55 41 57 53 48 83 EC 18 48 8D 6C 24 20", 8, 48)]
    [InlineData("55 41 57 53 48 83 EC 18 48 8D 6C 24 20", 13, null)]
    [InlineData("8B C7 C1 E0 03", 2, 0)] // no frame at all
    [InlineData("53 8B C7 C1 E0 03", 3, 8)]
    [InlineData("55 53", 30, null)] // cut off
    [InlineData("", 5, 0)]
    public void A_prolog_is_followed_to_the_return_address(string code, int offset, int? depth) =>
        Assert.Equal(depth, MethodCode.DepthAt(Convert.FromHexString(code.Replace(" ", "", StringComparison.Ordinal)), offset));

    private static string Short(string function) => function[(function.LastIndexOf('.') + 1)..];

    private static string[] Name(ulong[] chain, params ulong[] stack) =>
        [.. new CallChains(new MethodNames(new SourceLines()), new NativeModules(() => Maps), new MethodCode()).Name(chain, stack).Select(f => f.Function)];

    private static ulong[] Frames(Exception thrown)
    {
        var value = (sbyte[])typeof(Exception).GetField("_stackTrace", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(thrown)!;
        var bytes = MemoryMarshal.AsBytes(value.AsSpan()).ToArray();
        return [.. Enumerable.Range(0, BinaryPrimitives.ReadInt32LittleEndian(bytes)).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16 + 32 * i)))];
    }

    // A few instructions, so that a good part of the samples is before or behind its frame.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Small(int x) => x * 7 % 13 / 3 * (x / 7) + x % 11;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Looping(int count)
    {
        var x = 0;
        for (var i = 0; i < count; i++)
            x += Small(i);
        GC.KeepAlive(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int WithFrame(int x)
    {
        for (var i = 0; i < x; i++)
            x += Small(i);
        throw new InvalidOperationException(x.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Outermost(int x) => WithFrame(x) + WithFrame(x + 1);
}
