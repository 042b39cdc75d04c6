using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Packaging;

/// <summary>What a person gets who adds the package: made here from what was built, and opened.</summary>
public sealed class PackageTests
{
    private const string Name = "Dashboard.Diagnostics";

    [Fact]
    public async Task The_package_has_the_library_its_documentation_its_manual_and_its_symbols()
    {
        var folder = Directory.CreateTempSubdirectory("package");
        try
        {
            await PackAsync(folder.FullName);
            using var package = ZipFile.OpenRead(Assert.Single(folder.GetFiles("*.nupkg")).FullName);
            using var symbols = ZipFile.OpenRead(Assert.Single(folder.GetFiles("*.snupkg")).FullName);

            Assert.NotNull(package.GetEntry($"lib/net10.0/{Name}.dll"));
            Assert.NotNull(symbols.GetEntry($"lib/net10.0/{Name}.pdb"));
            Assert.Null(package.GetEntry($"lib/net10.0/{Name}.pdb"));
            Assert.StartsWith($"# {Name}", ReadText(package, "README.md"), StringComparison.Ordinal);
            CheckManifest(XDocument.Parse(ReadText(package, $"{Name}.nuspec")));
            CheckDocumentation(XDocument.Parse(ReadText(package, $"lib/net10.0/{Name}.xml")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void CheckManifest(XDocument manifest)
    {
        var space = manifest.Root!.Name.Namespace;
        var metadata = manifest.Root.Element(space + "metadata")!;
        string? Value(string name) => metadata.Element(space + name)?.Value;
        Assert.Equal((Name, "MIT", "README.md"), (Value("id"), Value("license"), Value("readme")));
        Assert.Equal("expression", metadata.Element(space + "license")!.Attribute("type")?.Value);
        Assert.NotEqual("Package Description", Value("description"));
        Assert.Contains("pprof", Value("tags")!, StringComparison.Ordinal);

        // The framework, and of packages exactly those that the project names for its users: no analyzer of the build slips in.
        Assert.Equal("Microsoft.AspNetCore.App", Assert.Single(metadata.Descendants(space + "frameworkReference")).Attribute("name")?.Value);
        var named = XDocument.Load(Path.Join(Repository.Root, Name, $"{Name}.csproj")).Descendants("PackageReference")
            .Where(r => r.Attribute("PrivateAssets") is null).Select(r => r.Attribute("Include")!.Value);
        var group = Assert.Single(metadata.Descendants(space + "dependencies").Elements(space + "group"));
        Assert.Equal("net10.0", group.Attribute("targetFramework")?.Value);
        Assert.Equal(named.Order(StringComparer.Ordinal), group.Elements(space + "dependency").Select(d => d.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    private static void CheckDocumentation(XDocument documentation)
    {
        var summaries = documentation.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")?.Value.Trim() ?? "");
        Assert.All(typeof(RuntimeSampler).Assembly.GetExportedTypes(), t => Assert.NotEmpty(summaries.GetValueOrDefault($"T:{t.FullName}", "")));
        Assert.Contains(summaries, s => s.Key.StartsWith("M:Microsoft.AspNetCore.Builder.DebugEndpointRouteBuilderExtensions.MapDebugEndpoints(", StringComparison.Ordinal) && s.Value.Length > 0);
    }

    private static async Task PackAsync(string folder)
    {
        var configuration = Repository.Configuration.Split(Path.DirectorySeparatorChar)[0];
        var start = new ProcessStartInfo("dotnet", ["pack", Path.Join(Repository.Root, Name), "--no-build", "-c", configuration, "-o", folder, "--nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
            // No server of the build stays behind.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string ReadText(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)?.Open() ?? throw new InvalidOperationException($"The package has no {name}."));
        return reader.ReadToEnd();
    }
}
