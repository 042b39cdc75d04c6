using System.Text.Json;
using System.Xml.Linq;
using Dashboard.Server.Tests.Architecture;

namespace Dashboard.Server.Tests.Deploy;

public sealed class DockerfileTests
{
    [Fact]
    public void Every_copied_path_exists_and_is_not_ignored()
    {
        var allowed = File.ReadAllLines(Repository.PathTo(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        Assert.NotEmpty(Dockerfile.CopiedPaths);
        foreach (var path in Dockerfile.CopiedPaths)
        {
            var full = Repository.PathTo(path);
            Assert.True(File.Exists(full) || Directory.Exists(full), $"COPY {path}: no such path");
            Assert.True(allowed.Any(entry => path.TrimEnd('/') == entry || path.StartsWith(entry + "/", StringComparison.Ordinal)), $".dockerignore hides {path}");
        }
    }

    [Fact]
    public void Every_project_that_the_server_is_built_of_is_copied()
    {
        var seen = new HashSet<string>();
        Visit("Dashboard.Server");
        Assert.Equal(3, seen.Count);
        foreach (var project in seen)
        {
            Assert.Contains($"{project}/{project}.csproj", Dockerfile.CopiedPaths);
            Assert.Contains($"{project}/packages.lock.json", Dockerfile.CopiedPaths);
            Assert.Contains($"{project}/", Dockerfile.CopiedPaths);
        }

        void Visit(string project)
        {
            if (seen.Add(project))
            {
                foreach (var reference in XDocument.Load(Repository.PathTo(project, project + ".csproj")).Descendants("ProjectReference"))
                {
                    Visit(reference.Attribute("Include")!.Value.Split('\\', '/')[^2]);
                }
            }
        }
    }

    [Fact]
    public void Every_npm_workspace_is_known_to_the_lock_file_s_install()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("package.json")));
        foreach (var workspace in package.RootElement.GetProperty("workspaces").EnumerateArray())
        {
            Assert.Contains($"{workspace.GetString()}/package.json", Dockerfile.CopiedPaths);
        }
    }

    [Fact]
    public void Stages_copied_from_come_before()
    {
        foreach (var (index, stage) in Dockerfile.Instructions.Index()
            .Where(item => item.Item.Arguments.StartsWith("--from=", StringComparison.Ordinal))
            .Select(item => (item.Index, item.Item.Arguments["--from=".Length..].Split(' ')[0])))
        {
            Assert.Contains(stage, Dockerfile.Instructions.Take(index).Where(instruction => instruction.Keyword == "FROM").Select(from => from.Arguments.Split(" AS ")[1]).SkipLast(1));
        }
    }

    [Fact]
    public void It_starts_the_server_without_root_on_the_exposed_port()
    {
        Assert.Equal(["dotnet", "Dashboard.Server.dll"], Dockerfile.Entrypoint);
        Assert.Equal("Dashboard.Server", typeof(Dashboard.Server.Access.AccessOptions).Assembly.GetName().Name);
        Assert.Equal(Dockerfile.Port, Dockerfile.Single("EXPOSE"));
        Assert.Equal("$APP_UID", Dockerfile.Single("USER"));
        Assert.Equal("final", Dockerfile.Stages[^1]);
    }

    [Fact]
    public void Images_are_of_the_versions_that_the_project_is_built_with()
    {
        var framework = XDocument.Load(Repository.PathTo("Directory.Build.props")).Descendants("TargetFramework").Single().Value["net".Length..];
        var images = Dockerfile.Instructions.Where(instruction => instruction.Keyword == "FROM").Select(instruction => instruction.Arguments.Split(" AS ")[0]).ToList();
        Assert.All(images.Where(image => image.Contains("dotnet", StringComparison.Ordinal)), image => Assert.StartsWith(framework, image.Split(':')[1], StringComparison.Ordinal));
        using var package = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("package.json")));
        var node = package.RootElement.GetProperty("engines").GetProperty("node").GetString()!.TrimStart('>', '=').Split('.')[0];
        Assert.Contains(images, image => image.StartsWith($"node:{node}-", StringComparison.Ordinal));
    }
}
