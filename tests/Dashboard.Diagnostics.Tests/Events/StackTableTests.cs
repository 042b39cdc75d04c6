using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Stacks;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests.Events;

public sealed class StackTableTests
{
    [Fact]
    public void A_table_beyond_its_bound_folds_the_smallest_into_one_and_keeps_the_sums()
    {
        var table = new StackTable(maximumStacks: 10);
        for (var i = 1; i <= 10; i++)
            table.Add(Stack($"m{i}"), "", 1, i);
        Assert.False(table.Read().IsFolded);
        Assert.Equal(10, table.Read().Stacks.Count);

        table.Add(Stack("m11"), "", 1, 11);
        var (stacks, isFolded) = table.Read();

        Assert.True(isFolded);
        Assert.Equal(["[other]", "m10", "m11", "m7", "m8", "m9"], stacks.Select(s => Assert.Single(s.Stack.Frames).Name).Order(StringComparer.Ordinal));
        Assert.Equal((6, 1 + 2 + 3 + 4 + 5 + 6), (stacks[^1].Count, stacks[^1].Amount));
        Assert.Equal(11, stacks.Sum(s => s.Count));
        Assert.Equal(11, table.Count);

        for (var i = 0; i < 10_000; i++)
            table.Add(Stack($"n{i}"), "", 1, 1);
        Assert.InRange(table.Read().Stacks.Count, 6, 11);
        Assert.Equal(10_011, table.Read().Stacks.Sum(s => s.Count));
        Assert.Contains(table.Read().Stacks, s => s.Stack.Frames[0].Name == "m11");
    }

    [Fact]
    public void Equal_names_are_one_stack_and_a_detail_tells_them_apart()
    {
        var table = new StackTable();
        table.Add(Stack("a", "b"), "x", 1, 10);
        table.Add(Stack("a", "b"), "x", 2, 20);
        table.Add(Stack("a", "b"), "y", 1, 1);
        table.Add(Stack("b", "a"), "x", 1, 1);

        Assert.Equal(3, table.Read().Stacks.Count);
        Assert.Contains(table.Read().Stacks, s => s is { Detail: "x", Count: 3, Amount: 30 });
    }

    [Fact]
    public void What_an_address_was_named_is_forgotten_after_a_while()
    {
        var time = new FakeTimeProvider();
        using var names = new StackNames(time);
        var stack = new NettraceStack([1234]);

        var first = names.Of(stack);
        Assert.Same(first, names.Of(stack));
        time.Advance(StackNames.Lifetime);
        Assert.Same(first, names.Of(stack));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, names.Of(stack));
        Assert.Equal(first, names.Of(stack));
        Assert.Same(first.Frames[0].Name, names.Of(stack).Frames[0].Name);
    }

    [Theory]
    [InlineData(true, "System.Threading.WaitHandle.WaitOne", "System.Threading.TimerQueue.TimerThread", "System.Threading.Thread.StartCallback")]
    [InlineData(true, "System.Threading.Lock.TryEnterSlow", "Dashboard.Diagnostics.Events.StackTable.Read", "a", "b", "c", "d", "e", "f", "g", "h")]
    [InlineData(false, "System.Threading.Lock.TryEnterSlow", "App.Dashboard.Diagnostics.Events.StackTable.Read", "App.Main")]
    [InlineData(false, "System.Threading.Monitor.Wait", "System.Threading.TimerQueue.FireNextTimers", "App.Tick", "c", "d", "e", "f", "g", "h")]
    [InlineData(false)]
    public void What_observes_and_what_only_waits_for_its_turn_is_told_apart(bool isObserver, params string[] methods) =>
        Assert.Equal(isObserver, Stack(methods).IsObserver);

    [Theory]
    [InlineData("System.Byte[]", "System.Byte[]")]
    [InlineData("System.Int32[,][]", "System.Int32[,][]")]
    [InlineData("System.Collections.Generic.List`1[System.String]", "System.Collections.Generic.List<System.String>")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.String,System.Collections.Generic.List`1[System.Int32[]]][]", "System.Collections.Generic.Dictionary<System.String,System.Collections.Generic.List<System.Int32[]>>[]")]
    [InlineData("Outer`1+Inner[System.Int32]", "Outer.Inner<System.Int32>")]
    [InlineData("", "[unknown type]")]
    public void Types_are_named_as_they_are_written(string name, string written) => Assert.Equal(written, TypeNames.Write(name));

    [Fact]
    public void A_sample_stands_for_the_objects_that_were_not_sampled()
    {
        Assert.InRange(AllocationCounter.Weight(100), 1024, 1025); // about 102,400 / 100
        Assert.InRange(AllocationCounter.Weight(102_400), 1.581, 1.583); // 1 / (1 - 1/e)
        Assert.InRange(AllocationCounter.Weight(10_000_000), 1, 1.000_001);
    }

    private static NamedStack Stack(params string[] methods) => new([.. methods.Select(m => new MethodName(m, "m.dll"))], 0);
}
