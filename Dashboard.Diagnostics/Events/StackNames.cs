using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Names stacks when they arrive, at most some 100 ms after the event: later, code may have been thrown away (dynamic methods, collectible contexts) and its place taken by other code.
/// For the same reason what an address was named is forgotten after <see cref="Lifetime"/>. Code that was compiled anew by a higher tier keeps its old place as well, and stays right.
/// Assemblies that can be unloaded are held from before their events until these are named, and let go with the next event after twice that time.
/// </summary>
internal sealed class StackNames(TimeProvider timeProvider, SourceLines? lines = null) : IDisposable
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>Of the runtime's events.</summary>
    internal const int DeepestStack = 100;

    private const int MaximumPooled = 20_000;

    private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);
    private MethodNames _names = new(lines);
    private LoadedCode _code = new();
    private LoadedCode? _codeBefore;
    private long _made = timeProvider.GetTimestamp();
    private int _generation = 1;

    public NamedStack Of(NettraceStack? stack)
    {
        if (stack is null)
            return NamedStack.Empty;
        if (timeProvider.GetElapsedTime(_made) > Lifetime)
        {
            _names = new MethodNames(lines);
            // The older one goes when the newer has held for a while: what an event under way names is in one of them.
            _codeBefore?.Dispose();
            (_codeBefore, _code) = (_code, new LoadedCode());
            _made = timeProvider.GetTimestamp();
            _generation++;
        }

        if (stack.Note is NamedStack named && named.Generation == _generation)
            return named;
        named = Name(stack.Pointers);
        stack.Note = named;
        return named;
    }

    public void Dispose()
    {
        _codeBefore?.Dispose();
        _code.Dispose();
    }

    private NamedStack Name(nuint[] pointers)
    {
        var frames = new MethodName[pointers.Length];
        var skipped = 0;
        for (var i = 0; i < pointers.Length; i++)
        {
            // Every address is a return address: the event comes from a call.
            var name = _names.Of(pointers[i], isLeaf: false);
            if (skipped == i && IsOfTheEvent(name.Name))
            {
                skipped++;
                continue;
            }

            frames[i - skipped] = name with { Name = Pooled(name.Name), Module = Pooled(name.Module) };
        }

        return new NamedStack(skipped == 0 ? frames : frames[..^skipped], _generation) { IsCut = pointers.Length >= DeepestStack };
    }

    /// <summary>What raised the event is not what the application did.</summary>
    private static bool IsOfTheEvent(string name) =>
        name.StartsWith("System.Diagnostics.Tracing.", StringComparison.Ordinal) || name.StartsWith("System.Runtime.EH.", StringComparison.Ordinal);

    /// <summary>Names are looked up anew again and again: of equal ones only one stays.</summary>
    private string Pooled(string text)
    {
        if (_pool.TryGetValue(text, out var known))
            return known;
        if (_pool.Count >= MaximumPooled)
            _pool.Clear();
        _pool.Add(text, text);
        return text;
    }
}
