using System.Text.RegularExpressions;

namespace Dashboard.Server.Tests.Architecture;

/// <summary>The browser client's import rule: main -> pages -> { charts, live } -> model -> lib; Chart.js in charts only, SignalR in live only.</summary>
public sealed partial class ClientImportTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["main"] = ["pages", "charts", "live", "model", "lib", "dev"],
        ["pages"] = ["charts", "live", "model", "lib"],
        ["charts"] = ["model", "lib"],
        ["live"] = ["model", "lib"],
        ["model"] = ["lib"],
        ["lib"] = [],
    };

    private static readonly (string Package, string Folder)[] Owned =
        [("chart.js", "charts"), ("chartjs-", "charts"), ("@microsoft/signalr", "live")];

    [Fact]
    public void Nobody_knows_what_it_may_not()
    {
        var root = Repository.PathTo("Dashboard.Client", "src");
        var files = Directory.EnumerateFiles(root, "*.ts*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Contains(".test.", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Check(file, File.ReadAllText(Path.Combine(root, file)))));
    }

    [Theory]
    [InlineData("lib/a.ts", "import { x } from \"../model/wire\";", "lib/a.ts knows model")]
    [InlineData("model/a.ts", "export { x } from '../pages/pods/b';", "model/a.ts knows pages")]
    [InlineData("charts/deep/a.tsx", "import { x } from \"../../live/useStream\";", "charts/deep/a.tsx knows live")]
    [InlineData("pages/a.tsx", "const x = await import(\"chart.js\");", "pages/a.tsx knows chart.js")]
    [InlineData("pages/a.tsx", "import type { HubConnection } from \"@microsoft/signalr\";", "pages/a.tsx knows @microsoft/signalr")]
    [InlineData("other/a.ts", "", "other/a.ts is in a folder without a rule")]
    public void A_violation_is_found(string file, string source, string expected) => Assert.Equal(expected, Assert.Single(Check(file, source)));

    [Theory]
    [InlineData("main.tsx", "import { App } from \"./pages/App\"; import \"./lib/x.css\";")]
    [InlineData("charts/a.ts", "import { Chart } from \"chart.js\"; import { y } from \"./b\"; import { z } from \"../lib/c\";")]
    public void What_is_allowed_is_not_reported(string file, string source) => Assert.Empty(Check(file, source));

    private static IEnumerable<string> Check(string file, string source)
    {
        var folder = file.Contains('/', StringComparison.Ordinal) ? file.Split('/')[0] : "main";
        if (!MayKnow.TryGetValue(folder, out var allowed))
        {
            yield return $"{file} is in a folder without a rule";
            yield break;
        }

        foreach (var target in ImportPattern().Matches(source).Select(match => match.Groups["target"].Value))
        {
            if (Owned.FirstOrDefault(owned => target.StartsWith(owned.Package, StringComparison.Ordinal)) is { Package: not null } owned && owned.Folder != folder)
            {
                yield return $"{file} knows {target}";
            }
            else if (target.StartsWith('.'))
            {
                var resolved = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(file)!, target))).Replace('\\', '/');
                var other = resolved.Contains('/', StringComparison.Ordinal) ? resolved.Split('/')[0] : "main";
                if (other != folder && !allowed.Contains(other))
                {
                    yield return $"{file} knows {other}";
                }
            }
        }
    }

    [GeneratedRegex("""(?:from|import)\s*\(?\s*["'](?<target>[^"']+)["']""")]
    private static partial Regex ImportPattern();
}
