using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;
using Microsoft.CodeAnalysis;

namespace Dashboard.Diagnostics.Tests.Sources;

/// <summary>Addresses of code to lines. The oracle is the runtime: what it prints for the very same frames of an exception.</summary>
public sealed class IlOffsetsTests
{
    private const string Planted = """
        using System;
        using System.Threading.Tasks;

        public static class Planted
        {
            public static void Run(int depth)
            {
                if (depth > 0)
                {
                    Run(
                        depth - 1);
                    Console.Out.Flush(); // no tail call
                    return;
                }

                Console.Out.Flush();
                throw new InvalidOperationException();
            }
        }
        """;

    public static TheoryData<string> Shapes() => ["plain", "generic", "lambda", "async", "finally", "framework", "inlined"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_frame_of_an_exception_has_the_line_that_the_runtime_prints(string shape)
    {
        var thrown = Assert.ThrowsAny<Exception>(() => Throw(shape));
        Compare(thrown, atLeast: 1);
    }

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public void So_has_every_frame_of_an_assembly_that_can_be_unloaded(OptimizationLevel optimization)
    {
        using var compiled = new Compiled().Build(Planted, optimization);
        var run = compiled.Load().GetType("Planted")!.GetMethod("Run")!.CreateDelegate<Action<int>>();

        Compare(Assert.ThrowsAny<Exception>(() => run(5)), atLeast: 6);
    }

    [Fact]
    public void Code_that_was_compiled_anew_has_the_lines_of_its_new_code()
    {
        for (var i = 0; i < 100; i++)
            Compare(Assert.ThrowsAny<Exception>(() => Optimized(i)), atLeast: 1);
    }

    [Fact]
    public void A_method_made_at_run_time_has_a_name_and_no_line()
    {
        var method = new DynamicMethod("made_at_run_time", typeof(void), []);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([])!);
        code.Emit(OpCodes.Throw);
        var frames = Frames(Assert.ThrowsAny<Exception>(method.CreateDelegate<Action>()));

        var name = new MethodNames(new SourceLines()).Of(frames[0], isLeaf: true);
        Assert.Equal("made_at_run_time", name.Name);
        Assert.Equal(0, name.Line);
        GC.KeepAlive(method);
    }

    [Fact]
    public void What_is_no_code_has_neither()
    {
        var names = new MethodNames(new SourceLines());
        Assert.All(new nuint[] { 0, 1, 0x1000, nuint.MaxValue, (nuint)Environment.TickCount64 }, a => Assert.Equal(new MethodName("[unknown]", ""), names.Of(a, isLeaf: true)));
    }

    private static void Compare(Exception thrown, int atLeast)
    {
        var names = new MethodNames(new SourceLines());
        var printed = new StackTrace(thrown, fNeedFileInfo: true).GetFrames();
        var addresses = Frames(thrown);

        Assert.Null(MethodNames.NoteOnLines);
        Assert.Equal(printed.Length, addresses.Length);
        for (var i = 0; i < printed.Length; i++)
            Assert.Equal((printed[i].GetMethod()!.Name, printed[i].GetFileLineNumber()), (Named(addresses[i])!.Name, names.Of(addresses[i], isLeaf: true).Line));
        Assert.True(printed.Count(f => f.GetFileLineNumber() > 0) >= atLeast, "The runtime printed no line either.");
    }

    // The addresses that an exception holds, already those of the calls.
    private static nuint[] Frames(Exception thrown)
    {
        var value = typeof(Exception).GetField("_stackTrace", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(thrown)!;
        var bytes = MemoryMarshal.AsBytes((value as sbyte[] ?? (sbyte[])((object[])value)[0]).AsSpan()).ToArray();
        return [.. Enumerable.Range(0, BinaryPrimitives.ReadInt32LittleEndian(bytes)).Select(i => (nuint)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16 + 32 * i)))];
    }

    private static MethodBase? Named(nuint address) =>
        (MethodBase?)typeof(StackFrame).GetMethod("GetMethodFromNativeIP", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [(nint)address]);

    private static void Throw(string shape)
    {
        switch (shape)
        {
            case "plain":
                Plain(3);
                break;
            case "generic":
                Generic("x");
                break;
            case "lambda":
                ((Action)(() => Plain(1)))();
                break;
            case "async":
                Asynchronous().GetAwaiter().GetResult();
                break;
            case "finally":
                Finally();
                break;
            case "framework":
                int.Parse("x", System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "inlined":
                Outer();
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Plain(int depth)
    {
        if (depth > 0)
        {
            var deeper = Plain(depth - 1);
            return deeper + 1;
        }

        throw new InvalidOperationException();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Generic<T>(T value)
    {
        var list = new List<T> { value };
        Plain(1);
        return list[0];
    }

    private static async Task Asynchronous()
    {
        await Task.Yield();
        Plain(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Finally()
    {
        try
        {
            GC.KeepAlive(null);
        }
        finally
        {
            Plain(1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Optimized(int x)
    {
        x += Inlined(x);
        x *= 2;
        return x + Plain(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Outer()
    {
        var x = 1;
        x += Inlined(1000);
        return x + Inlined(2000);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inlined(int x)
    {
        if (x == 2000)
            throw new InvalidOperationException();
        return x;
    }
}
