using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dashboard.Server.Tests.Architecture;

/// <summary>One name that a file uses, and where it is declared: in another folder of the server, or in a package.</summary>
/// <param name="File">The using file, from the server's root.</param>
/// <param name="Folder">Its feature folder; empty for a file at the root.</param>
/// <param name="TargetFolder">The feature folder of the declaration; null for a package.</param>
/// <param name="TargetAssembly">The declaring assembly; null for the server itself.</param>
/// <param name="Name">The name as declared.</param>
internal sealed record Use(string File, string Folder, string? TargetFolder, string? TargetAssembly, string Name);

/// <summary>
/// Dashboard.Server as the compiler understands it: every name is resolved, so that a dependency is found however it is written (using,
/// alias, var, relative namespace, extension method in Microsoft's namespaces).
/// </summary>
internal static class ServerSources
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Net.Http.Json; global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; "
        + "global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; "
        + "global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; "
        + "global using Microsoft.Extensions.Logging;";

    public static IEnumerable<Use> Uses(IReadOnlyDictionary<string, string> sources)
    {
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, path: source.Key)).ToList();
        var compilation = CSharpCompilation.Create(
            "Dashboard.Server", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)], References(), new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                foreach (var part in new[] { symbol, Type(symbol) })
                {
                    if (part is not null and not INamespaceSymbol && Target(tree.FilePath, part) is { } use)
                    {
                        yield return use;
                    }
                }
            }
        }
    }

    /// <summary>All sources of the server by path from its root, with forward slashes.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var root = Repository.PathTo("Dashboard.Server");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (path, relative: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Where(file => !file.relative.StartsWith("bin/", StringComparison.Ordinal) && !file.relative.StartsWith("obj/", StringComparison.Ordinal))
            .ToDictionary(file => file.relative, file => File.ReadAllText(file.path));
    }

    public static string FolderOf(string file) => file.Contains('/', StringComparison.Ordinal) ? file.Split('/')[0] : "";

    /// <summary>The type behind a value: `var history = …` uses History as much as naming it.</summary>
    private static ITypeSymbol? Type(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };

    private static Use? Target(string file, ISymbol symbol)
    {
        var declaration = symbol.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
        return declaration switch
        {
            null when symbol.ContainingAssembly is { } assembly => new Use(file, FolderOf(file), null, assembly.Name, symbol.ToDisplayString()),
            null or "" => null,
            _ => new Use(file, FolderOf(file), FolderOf(declaration), null, symbol.ToDisplayString()),
        };
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not "Dashboard.Server.dll" and not "Dashboard.Server.Tests.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
}
