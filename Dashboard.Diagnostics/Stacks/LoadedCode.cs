using System.Reflection;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// Keeps assemblies that can be unloaded from being so, from before addresses are taken off the stacks until they are named: the runtime does not survive to be asked about code that is just being unloaded (found by asking
/// about such addresses at full speed; a capture asks a tenth of a second after it looked). What runs is alive, so everything that can be on a stack is held: what is loaded now, and what is loaded while it lasts. Held only for so long: captures that follow on each other without a pause delay an unloading.
/// </summary>
internal sealed class LoadedCode : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<Assembly> _held = [];

    public LoadedCode()
    {
        // First, so that nothing is loaded in between.
        AppDomain.CurrentDomain.AssemblyLoad += Hold;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            Hold(assembly);
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= Hold;
        lock (_lock)
            _held.Clear();
    }

    private void Hold(object? sender, AssemblyLoadEventArgs loaded) => Hold(loaded.LoadedAssembly);

    private void Hold(Assembly assembly)
    {
        if (!assembly.IsCollectible)
            return;
        lock (_lock)
            _held.Add(assembly);
    }
}
