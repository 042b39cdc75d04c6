using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Dashboard.Diagnostics.Tests.Sources;

/// <summary>An assembly compiled into a folder of its own, with symbols as a test wants them, and loaded from there.</summary>
internal sealed class Compiled : IDisposable
{
    private static readonly MetadataReference[] Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Where(p => System.IO.Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("compiled");
    private readonly AssemblyLoadContext _context = new("compiled", isCollectible: true);

    public Compiled() => Path = System.IO.Path.Join(_folder.FullName, "Planted.dll");

    public string Path { get; }

    public string SymbolPath => System.IO.Path.ChangeExtension(Path, ".pdb");

    public static string AsyncShapes => Encoding.UTF8.GetString(Fixture.Read("AsyncShapes.cs.txt"));

    public Compiled Build(
        string source, OptimizationLevel optimization = OptimizationLevel.Debug, DebugInformationFormat format = DebugInformationFormat.PortablePdb, string sourcePath = "/home/someone/planted/Planted.cs",
        string? sourceLink = null)
    {
        var compilation = CSharpCompilation.Create(
            "Planted",
            [CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Latest), sourcePath)],
            Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: optimization, deterministic: true));
        using var assembly = File.Create(Path);
        using var symbols = format == DebugInformationFormat.Embedded ? null : File.Create(SymbolPath);
        using var link = sourceLink is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(sourceLink));
        var result = compilation.Emit(
            assembly, symbols, sourceLinkStream: link,
            options: new EmitOptions(debugInformationFormat: format, pdbFilePath: SymbolPath, pdbChecksumAlgorithm: System.Security.Cryptography.HashAlgorithmName.SHA256),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return this;
    }

    public Assembly Load() => _context.LoadFromAssemblyPath(Path);

    public void Dispose()
    {
        _context.Unload();
        _folder.Delete(recursive: true);
    }
}
