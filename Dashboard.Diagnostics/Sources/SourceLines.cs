using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Dashboard.Diagnostics.Sources;

/// <summary>
/// File and line of a method's code, from the portable symbols of its assembly. What was asked once is kept by method, so that the same question costs nothing again; the symbols themselves are
/// let go with the next garbage collection. All of it is bounded. Any thread may ask.
/// </summary>
internal sealed class SourceLines
{
    private const int MaximumMethods = 20_000;
    private const int MaximumModules = 2_000;

    private readonly Lock _lock = new();
    private readonly LoadedModules _loaded = new();
    private readonly Dictionary<(string Path, Guid Version, int Token), MethodLines> _methods = [];
    private readonly Dictionary<(string Path, Guid Version, int Token), IReadOnlyDictionary<int, int>> _states = [];

    // A module whose entry is null has no symbols.
    private readonly Dictionary<(string Path, Guid Version), WeakReference<ModuleSymbols>?> _modules = [];

    /// <summary>The line at an IL offset of a method of the module that this process has loaded from a path; null when its symbols do not tell.</summary>
    public SourceLine? At(string modulePath, int methodToken, int ilOffset) =>
        _loaded.VersionOf(modulePath) is { } version ? At(modulePath, version, methodToken, ilOffset) : null;

    public SourceLine? At(string modulePath, Guid moduleVersion, int methodToken, int ilOffset)
    {
        lock (_lock)
            return Lines(modulePath, moduleVersion, methodToken)?.At(ilOffset);
    }

    /// <summary>The line of the await, or of an async iterator's yield, in which a state machine is suspended; null when its symbols do not tell.</summary>
    /// <param name="modulePath">From where the process has loaded the module.</param>
    /// <param name="moveNextToken">The state machine's MoveNext.</param>
    /// <param name="state">What its field <c>&lt;&gt;1__state</c> holds: 0 and more for an await, -4 and less for a yield of an async iterator.</param>
    public SourceLine? AtAwait(string modulePath, int moveNextToken, int state)
    {
        if (_loaded.VersionOf(modulePath) is not { } version)
            return null;
        lock (_lock)
            return Lines(modulePath, version, moveNextToken) is { } lines && States(modulePath, version, moveNextToken).TryGetValue(state, out var offset) ? lines.At(offset) : null;
    }

    private MethodLines? Lines(string path, Guid version, int token)
    {
        if (_methods.TryGetValue((path, version, token), out var known))
            return known;
        if (Method(token) is not { } method)
            return null;
        if (_methods.Count >= MaximumMethods)
            _methods.Clear();
        return _methods[(path, version, token)] = Symbols(path, version)?.Read(method) ?? MethodLines.None;
    }

    private IReadOnlyDictionary<int, int> States(string path, Guid version, int token)
    {
        if (_states.TryGetValue((path, version, token), out var known))
            return known;
        if (_states.Count >= MaximumMethods)
            _states.Clear();
        return _states[(path, version, token)] = Symbols(path, version)?.ReadStates(Method(token) ?? default) ?? new Dictionary<int, int>();
    }

    private ModuleSymbols? Symbols(string path, Guid version)
    {
        if (_modules.TryGetValue((path, version), out var known))
        {
            if (known is null)
                return null;
            if (known.TryGetTarget(out var open))
                return open;
        }

        if (_modules.Count >= MaximumModules)
            _modules.Clear();
        var symbols = ModuleSymbols.Open(path, version);
        _modules[(path, version)] = symbols is null ? null : new WeakReference<ModuleSymbols>(symbols);
        return symbols;
    }

    private static MethodDefinitionHandle? Method(int token)
    {
        const int table = 0x06;
        return token >> 24 == table && (token & 0xFF_FFFF) != 0 ? MetadataTokens.MethodDefinitionHandle(token & 0xFF_FFFF) : null;
    }
}
