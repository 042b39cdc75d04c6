using System.Reflection;
using Dashboard.Diagnostics.Sources;
using Microsoft.CodeAnalysis;

namespace Dashboard.Diagnostics.Tests.Sources;

/// <summary>Every shape of await that the compiler knows, suspended at each of its awaits in turn: the state number has to lead to the line that it waits in.</summary>
public sealed class AwaitLinesTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static TheoryData<string, OptimizationLevel, int> Shapes()
    {
        var data = new TheoryData<string, OptimizationLevel, int>();
        foreach (var level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            foreach (var (shape, stops) in new[]
            {
                ("One", 1), ("Three", 3), ("Loop", 5), ("TryFinally", 7), ("Unreachable", 2), ("Conditions", 4), ("AsValueTask", 2), ("Generic", 2), ("InGenericClass", 2), ("Lambda", 2),
                ("Local", 2), ("Many", 12), ("Using", 3), ("ForEach", 2), ("Plain", 2), ("Iterator", 10), ("GenericIterator", 3),
            })
                data.Add(shape, level, stops);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_state_number_leads_to_the_line_of_the_await(string shape, OptimizationLevel optimization, int stops)
    {
        using var compiled = new Compiled().Build(Compiled.AsyncShapes, optimization);
        var assembly = compiled.Load();
        var lines = new SourceLines();
        var type = assembly.GetType("AsyncShapes")!;
        var source = Compiled.AsyncShapes.Split('\n');
        // The wait for a disposal has no line of its own in the symbols: it is at the block's end, and where optimised code has none, at the last line before it.
        var end = optimization == OptimizationLevel.Debug ? "// end of block" : "// last in block";
        type.GetField("DisposeLine")!.SetValue(null, Array.FindIndex(source, l => l.Contains(end, StringComparison.Ordinal)) + 1);
        var method = type.GetMethod(shape)!;
        if (method.IsGenericMethodDefinition)
            method = method.MakeGenericMethod(typeof(object));

        // Continuations run where a wait is let go, not in xunit's context.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var driver = new Driver(assembly, lines, compiled.Path);
            var found = method.Invoke(null, [driver.Stops]) switch
            {
                Task task => driver.Run(task),
                ValueTask task => driver.Run(task.AsTask()),
                IAsyncEnumerable<int> items => driver.Run(items),
                _ => throw new InvalidOperationException(),
            };
            Assert.Equal(stops, found);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private sealed class Driver(Assembly assembly, SourceLines lines, string path)
    {
        public object Stops { get; } = Activator.CreateInstance(assembly.GetType("Stops")!)!;

        private int Line => (int)Stops.GetType().GetField("Line")!.GetValue(Stops)!;

        public int Run(Task task)
        {
            var found = 0;
            for (; !task.IsCompleted; found++)
            {
                Check(task.GetType().GetField("StateMachine", Any)!.GetValue(task)!, Line);
                Go();
            }

            Assert.Null(task.Exception);
            return found;
        }

        public int Run(IAsyncEnumerable<int> items)
        {
            var iterator = items.GetAsyncEnumerator(TestContext.Current.CancellationToken);
            for (var found = 0; ; found++)
            {
                var next = iterator.MoveNextAsync();
                for (; !next.IsCompleted; found++)
                {
                    Check(iterator, Line);
                    Go();
                }

                if (!next.Result)
                    return found;
                Check(iterator, iterator.Current);
            }
        }

        private void Check(object machine, int line)
        {
            var type = machine.GetType();
            var state = (int)type.GetField("<>1__state", Any)!.GetValue(machine)!;
            var moveNext = type.GetMethod("MoveNext", Any)!;
            Assert.Equal(new SourceLine("/home/someone/planted/Planted.cs", line), lines.AtAwait(path, moveNext.MetadataToken, state));
            Assert.Null(lines.AtAwait(path, moveNext.MetadataToken, 99));
            Assert.Null(lines.AtAwait(path, moveNext.MetadataToken, -2));
        }

        private void Go() => Stops.GetType().GetMethod("Go")!.Invoke(Stops, []);
    }
}
