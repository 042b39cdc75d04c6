using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dashboard.Diagnostics.Sources;

/// <summary>
/// The portable symbols of one build of an assembly: beside it, or embedded in it. They are taken only if everything fits: the file on disk is the build that is loaded, the symbols have the id that the
/// build names, and their content has the checksum that it names. A line that might be wrong is worse than none.
/// </summary>
internal sealed class ModuleSymbols
{
    /// <summary>Larger symbols are left alone: those of ordinary assemblies have a few hundred kilobytes.</summary>
    private const int MaximumBytes = 64 << 20;

    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly string _path;
    private readonly Guid _version;
    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _symbols;
    private readonly SourcePaths _paths;
    private readonly Dictionary<DocumentHandle, string> _files = [];
    private PEReader? _code;

    private ModuleSymbols(string path, Guid version, MetadataReaderProvider provider)
    {
        _path = path;
        _version = version;
        _provider = provider;
        _symbols = provider.GetMetadataReader();
        _paths = new SourcePaths(ReadSourceLink());
    }

    /// <summary>Null when the file is gone or another build than the loaded one, or has no symbols, or not its own.</summary>
    public static ModuleSymbols? Open(string path, Guid version)
    {
        try
        {
            using var file = OpenBuild(path, version, whole: false);
            return file is not null && (Beside(path, file) ?? Embedded(file)) is { } provider ? new ModuleSymbols(path, version, provider) : null;
        }
        catch (Exception e) when (IsDamage(e))
        {
            return null;
        }
    }

    /// <summary>The lines of a method; none when it has none.</summary>
    public MethodLines Read(MethodDefinitionHandle method)
    {
        try
        {
            var points = _symbols.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints().Where(p => !p.IsHidden).ToList();
            return points.Count == 0
                ? MethodLines.None
                : new MethodLines([.. points.Select(p => p.Offset)], [.. points.Select(p => new SourceLine(File(p.Document), p.StartLine))]);
        }
        catch (Exception e) when (IsDamage(e))
        {
            return MethodLines.None;
        }
        finally
        {
            // The reader points into memory that the provider gives back when nobody holds it.
            GC.KeepAlive(_provider);
        }
    }

    /// <summary>Where a state machine's MoveNext enters each of its states; empty for other methods.</summary>
    public IReadOnlyDictionary<int, int> ReadStates(MethodDefinitionHandle method)
    {
        try
        {
            _code ??= OpenBuild(_path, _version, whole: true);
            if (_code is null)
                return FrozenDictionary<int, int>.Empty;
            var metadata = _code.GetMetadataReader();
            var definition = metadata.GetMethodDefinition(method);
            return definition.RelativeVirtualAddress != 0 && metadata.StringComparer.Equals(definition.Name, "MoveNext")
                ? SuspensionPoints.Read(metadata, _code.GetMethodBody(definition.RelativeVirtualAddress).GetILBytes())
                : FrozenDictionary<int, int>.Empty;
        }
        catch (Exception e) when (IsDamage(e))
        {
            return FrozenDictionary<int, int>.Empty;
        }
        finally
        {
            GC.KeepAlive(_code);
        }
    }

    private string File(DocumentHandle document)
    {
        if (!_files.TryGetValue(document, out var file))
            _files[document] = file = _paths.Shorten(_symbols.GetString(_symbols.GetDocument(document).Name));
        return file;
    }

    private ReadOnlySpan<byte> ReadSourceLink()
    {
        foreach (var handle in _symbols.GetCustomDebugInformation(EntityHandle.ModuleDefinition))
        {
            var information = _symbols.GetCustomDebugInformation(handle);
            if (_symbols.GetGuid(information.Kind) == SourceLink)
                return _symbols.GetBlobBytes(information.Value);
        }

        return [];
    }

    private static PEReader? OpenBuild(string path, Guid version, bool whole)
    {
        if (!Path.IsPathFullyQualified(path) || !System.IO.File.Exists(path))
            return null;
        // The whole of it keeps no descriptor.
        var file = new PEReader(System.IO.File.OpenRead(path), whole ? PEStreamOptions.PrefetchEntireImage : PEStreamOptions.Default);
        try
        {
            if (file.HasMetadata)
            {
                var metadata = file.GetMetadataReader();
                if (metadata.GetGuid(metadata.GetModuleDefinition().Mvid) == version)
                    return file;
            }

            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static MetadataReaderProvider? Beside(string path, PEReader file)
    {
        var entries = file.ReadDebugDirectory();
        foreach (var entry in entries.Where(e => e.IsPortableCodeView))
        {
            var view = file.ReadCodeViewDebugDirectoryData(entry);
            // The path is one of the machine that built it: Windows' or this one's.
            var name = view.Path[(view.Path.LastIndexOfAny(['/', '\\']) + 1)..];
            var beside = new FileInfo(Path.Join(Path.GetDirectoryName(path), name));
            if (name.Length == 0 || !beside.Exists || beside.Length > MaximumBytes)
                continue;
            var bytes = System.IO.File.ReadAllBytes(beside.FullName);
            var checksums = entries.Where(e => e.Type == DebugDirectoryEntryType.PdbChecksum).Select(file.ReadPdbChecksumDebugDirectoryData).ToList();
            if (TryOpen(bytes, new BlobContentId(view.Guid, entry.Stamp), checksums) is { } provider)
                return provider;
        }

        return null;
    }

    private static MetadataReaderProvider? TryOpen(byte[] bytes, BlobContentId id, List<PdbChecksumDebugDirectoryData> checksums)
    {
        var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        try
        {
            if (provider.GetMetadataReader().DebugMetadataHeader is { } header && new BlobContentId(header.Id) == id && HasContentOf(bytes, header, checksums))
                return provider;
        }
        catch (Exception e) when (IsDamage(e))
        {
            // As if it were not there.
        }

        provider.Dispose();
        return null;
    }

    // The checksum is that of the content before its id was written into it.
    private static bool HasContentOf(byte[] bytes, DebugMetadataHeader header, List<PdbChecksumDebugDirectoryData> checksums)
    {
        if (checksums.FirstOrDefault(c => c.AlgorithmName == "SHA256") is not { AlgorithmName: not null } checksum)
            return true; // An older compiler names none; the id has to do.
        Span<byte> nothing = stackalloc byte[20];
        nothing.Clear();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes, 0, header.IdStartOffset);
        hash.AppendData(nothing);
        hash.AppendData(bytes.AsSpan(header.IdStartOffset + nothing.Length));
        return hash.GetHashAndReset().AsSpan().SequenceEqual(checksum.Checksum.AsSpan());
    }

    private static MetadataReaderProvider? Embedded(PEReader file)
    {
        foreach (var entry in file.ReadDebugDirectory())
        {
            // A build names its symbols whether they are embedded or not; their size after unpacking comes first in what is embedded.
            if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb
                && BinaryPrimitives.ReadUInt32LittleEndian(file.GetEntireImage().GetContent(entry.DataPointer + 4, 4).AsSpan()) <= MaximumBytes)
                return file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        }

        return null;
    }

    private static bool IsDamage(Exception e) =>
        e is BadImageFormatException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or InvalidDataException or OverflowException or IndexOutOfRangeException;
}
