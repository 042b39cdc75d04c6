using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Sources;

namespace Dashboard.Diagnostics.Tests.Stacks;

/// <summary>In the collection of captures, for each of them holds what is loaded too.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class LoadedCodeTests
{
    private const string Source = "public static class Planted { public static int Method(int x) => x + 1; }";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_loaded_before_or_meanwhile_is_unloaded_only_afterwards(bool isLoadedBefore)
    {
        using var compiled = new Compiled().Build(Source);
        WeakReference loaded;
        using (var code = isLoadedBefore ? null : new LoadedCode())
        {
            loaded = LoadAndUnload(compiled.Path, isLoadedBefore, out var held);
            using (held)
            {
                for (var i = 0; i < 10; i++)
                    Collect();
                Assert.True(loaded.IsAlive);
            }
        }

        var started = Stopwatch.GetTimestamp();
        while (loaded.IsAlive)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "It is held for ever.");
            Collect();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndUnload(string path, bool hold, out LoadedCode? held)
    {
        var context = new AssemblyLoadContext("planted", isCollectible: true);
        var assembly = context.LoadFromAssemblyPath(path);
        assembly.GetType("Planted")!.GetMethod("Method")!.CreateDelegate<Func<int, int>>()(1);
        held = hold ? new LoadedCode() : null;
        context.Unload();
        return new WeakReference(assembly);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
