using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Sources;

/// <summary>
/// Which build of a file is loaded: a file may have been replaced since, and then its lines are not those of the code that runs. Two builds loaded from one path (a plug-in that was
/// unloaded and came again) are told apart by nobody who asks by path, so such a path has no answer.
/// </summary>
internal sealed class LoadedModules
{
    private readonly Lock _lock = new();
    private FrozenDictionary<string, Guid> _versions = FrozenDictionary<string, Guid>.Empty;
    private int _loaded;

    /// <summary>The version id of the module that was loaded from a path; null when none or several were.</summary>
    public Guid? VersionOf(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return null;
        // Only their hash is kept, so that nothing here keeps an assembly from being unloaded.
        var assemblies = AppDomain.CurrentDomain.GetAssemblies();
        var hash = new HashCode();
        foreach (var assembly in assemblies)
            hash.Add(RuntimeHelpers.GetHashCode(assembly));
        var loaded = hash.ToHashCode();
        lock (_lock)
        {
            if (loaded != _loaded)
            {
                _versions = Read(assemblies);
                _loaded = loaded;
            }

            return _versions.TryGetValue(path, out var version) && version != Guid.Empty ? version : null;
        }
    }

    private static FrozenDictionary<string, Guid> Read(Assembly[] assemblies)
    {
        var versions = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var assembly in assemblies)
        {
            if (assembly.IsDynamic)
                continue;
            var module = assembly.ManifestModule;
            var path = module.FullyQualifiedName;
            versions[path] = versions.TryGetValue(path, out var other) && other != module.ModuleVersionId ? Guid.Empty : module.ModuleVersionId;
        }

        return versions.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
