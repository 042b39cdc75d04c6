using System.Reflection;
using Dashboard.Diagnostics.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Dashboard.Diagnostics.Tests.Sources;

/// <summary>Which symbols are believed, and what the file is called.</summary>
public sealed class SymbolsTests
{
    private const string Source = """
        public static class Planted
        {
            public static int Method(int x)
            {
                x += 1;
        #line hidden
                x += 2;
        #line 7
                return x;
            }
        }
        """;

    private static readonly SourceLine Third = new("/home/someone/planted/Planted.cs", 5);

    [Theory]
    [InlineData(DebugInformationFormat.PortablePdb)]
    [InlineData(DebugInformationFormat.Embedded)]
    public void Symbols_beside_the_assembly_and_embedded_in_it_tell_the_line(DebugInformationFormat format)
    {
        using var compiled = new Compiled().Build(Source, OptimizationLevel.Release, format);

        Assert.Equal(format == DebugInformationFormat.PortablePdb, File.Exists(compiled.SymbolPath));
        Assert.Equal(Third, Ask(compiled, 0));
        Assert.Equal(Third with { Line = 7 }, Ask(compiled, 1000));
    }

    [Fact]
    public void Hidden_code_belongs_to_the_line_before_it()
    {
        using var compiled = new Compiled().Build(Source);
        var code = Method(compiled).GetMethodBody()!.GetILAsByteArray()!;
        var asked = Enumerable.Range(0, code.Length).Select(i => Ask(compiled, i)!.Value.Line).ToList();

        // "{" at 4, then 5, then what is hidden, then 7 and "}" at 8.
        Assert.Equal([4, 5, 7, 8], asked.Distinct());
        Assert.Equal(asked.Order(), asked);
    }

    [Fact]
    public void Without_symbols_there_is_no_line()
    {
        using var compiled = new Compiled().Build(Source);
        File.Delete(compiled.SymbolPath);
        Assert.Null(Ask(compiled, 0));
    }

    [Fact]
    public void Symbols_of_another_build_are_not_believed()
    {
        using var other = new Compiled().Build(Source.Replace("x += 1", "\n\nx += 1", StringComparison.Ordinal));
        using var compiled = new Compiled().Build(Source);
        File.Copy(other.SymbolPath, compiled.SymbolPath, overwrite: true);
        Assert.Null(Ask(compiled, 0));
    }

    [Fact]
    public void Symbols_with_the_right_id_and_another_content_are_not_believed()
    {
        using var compiled = new Compiled().Build(Source);
        var bytes = File.ReadAllBytes(compiled.SymbolPath);
        bytes[^1] ^= 1;
        File.WriteAllBytes(compiled.SymbolPath, bytes);
        Assert.Null(Ask(compiled, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    public void Symbols_that_are_cut_off_are_no_symbols(int length)
    {
        using var compiled = new Compiled().Build(Source);
        using (var file = File.OpenWrite(compiled.SymbolPath))
            file.SetLength(length);
        Assert.Null(Ask(compiled, 0));
    }

    [Fact]
    public void An_assembly_that_was_replaced_after_it_was_loaded_has_no_lines()
    {
        using var compiled = new Compiled().Build(Source);
        var token = Method(compiled).MetadataToken;
        using var newer = new Compiled().Build(Source.Replace("x += 1", "\n\nx += 1", StringComparison.Ordinal));
        // As a deployment does it: new files under the old names.
        File.Delete(compiled.Path);
        File.Copy(newer.Path, compiled.Path);
        File.Copy(newer.SymbolPath, compiled.SymbolPath, overwrite: true);
        Assert.Null(new SourceLines().At(compiled.Path, token, 0));
    }

    [Theory]
    [InlineData("/_/src/Planted.cs", null, "src/Planted.cs")]
    [InlineData("/_1/src/Planted.cs", null, "src/Planted.cs")]
    [InlineData("/_x/src/Planted.cs", null, "/_x/src/Planted.cs")]
    [InlineData("/home/someone/planted/Planted.cs", null, "/home/someone/planted/Planted.cs")]
    [InlineData("/home/someone/repo/src/Planted.cs", """{"documents":{"/home/someone/repo/*":"https://host.example/*"}}""", "src/Planted.cs")]
    [InlineData("/home/someone/repo/sub/x/Planted.cs", """{"documents":{"/home/someone/repo/*":"a","/home/someone/repo/sub/*":"b"}}""", "x/Planted.cs")]
    [InlineData(@"D:\a\1\s\src\Planted.cs", """{"documents":{"D:\\a\\1\\s\\*":"https://host.example/*"}}""", "src/Planted.cs")]
    [InlineData("/elsewhere/Planted.cs", """{"documents":{"/home/someone/repo/*":"https://host.example/*"}}""", "/elsewhere/Planted.cs")]
    [InlineData("/home/Planted.cs", "{\"documents\":[1]}", "/home/Planted.cs")]
    [InlineData("/home/Planted.cs", "not json", "/home/Planted.cs")]
    public void The_file_is_named_from_the_root_of_its_repository_where_the_symbols_tell_it(string path, string? sourceLink, string expected)
    {
        using var compiled = new Compiled().Build(Source, sourcePath: path, sourceLink: sourceLink);
        Assert.Equal(expected, Ask(compiled, 0)!.Value.File);
    }

    [Fact]
    public void Nonsense_has_no_line()
    {
        using var compiled = new Compiled().Build(Source);
        var lines = new SourceLines();
        var method = Method(compiled);

        Assert.NotNull(lines.At(compiled.Path, method.MetadataToken, 0));
        Assert.Null(lines.At(compiled.Path, 0, 0));
        Assert.Null(lines.At(compiled.Path, 0x0600_0000, 0));
        Assert.Null(lines.At(compiled.Path, 0x06FF_FFFF, 0));
        Assert.Null(lines.At(compiled.Path, method.DeclaringType!.MetadataToken, 0));
        Assert.Null(lines.AtAwait(compiled.Path, method.MetadataToken, 0));
        Assert.Null(lines.At("Planted.dll", method.MetadataToken, 0));
        Assert.Null(lines.At("/nowhere/Planted.dll", method.MetadataToken, 0));
        Assert.Null(lines.At("", method.MetadataToken, 0));
        Assert.Null(lines.At(compiled.SymbolPath, Guid.Empty, method.MetadataToken, 0));
    }

    private static MethodInfo Method(Compiled compiled) => compiled.Load().GetType("Planted")!.GetMethod("Method")!;

    private static SourceLine? Ask(Compiled compiled, int ilOffset) => new SourceLines().At(compiled.Path, Method(compiled).MetadataToken, ilOffset);
}
