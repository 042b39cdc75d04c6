using System.Xml.Linq;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Pprof;

/// <summary>Generated code may have any name: none may break a form, or run in a browser.</summary>
public sealed class HostileNamesTests
{
    private const string Hostile = "Evil<script>alert(1)</script>\"'&;\n\r\t\u001b[31m\u0000 9\u2028</title></svg>--> Name";

    private readonly FakeProfileSource _source = new("goroutine")
    {
        Samples = n =>
        [
            .. Enumerable.Repeat(new Sample(
                [new Frame(Hostile, Hostile, 7, Hostile), new Frame("Shop.Top", "", 0, "Shop.dll")], [n], [new Label("<b>key", Hostile)]), 3),
        ],
        Facts = new CaptureFacts(Hostile) { Notes = [Hostile] },
    };

    [Fact]
    public async Task The_page_escapes_names_in_stacks_labels_notes_links_and_the_flame_graph()
    {
        await using var host = await StartAsync();
        _ = await host.TextAsync("/debug/pprof/goroutine?format=html");
        foreach (var query in (string[])["", $"&search={Uri.EscapeDataString("<script>\"'")}", $"&focus={Uri.EscapeDataString(Hostile)}", "&sort=<script>", "&frames=all"])
        {
            var html = await host.TextAsync($"/debug/pprof/goroutine?format=html{query}");

            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b>key", html, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', html);
            Assert.DoesNotContain('\0', html);
            // The whole body is well-formed, so nothing has broken out of its place.
            var body = html[html.IndexOf("<main>", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)];
            var main = XElement.Parse(WithoutVoids(body));
            Assert.DoesNotContain(main.Descendants().SelectMany(e => e.Attributes()), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || a.Name == "style");
            Assert.All(main.Descendants().Attributes("href"), h => Assert.Matches("^(goroutine|#|\\./|\\.\\./)", h.Value));
        }
    }

    [Fact]
    public async Task Texts_keep_to_their_lines()
    {
        await using var host = await StartAsync();
        var collapsed = await host.TextAsync("/debug/pprof/goroutine?format=collapsed");
        var groups = await host.TextAsync("/debug/pprof/goroutine?debug=1");
        var each = await host.TextAsync("/debug/pprof/goroutine?debug=2");

        var line = Assert.Single(collapsed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, line.Split(';').Length);
        Assert.EndsWith(" 3", line, StringComparison.Ordinal);
        Assert.All((string[])[collapsed, groups, each], t => Assert.DoesNotContain(t, c => char.IsControl(c) && c is not '\n' and not '\t'));
        Assert.All(groups.Split('\n').Skip(1), l => Assert.Matches("^(#.*|\\d+ @( 0x[0-9a-f]+)+|)$", l));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("speedscope")]
    public async Task Json_holds_the_name_as_it_is(string form)
    {
        await using var host = await StartAsync();
        var root = await host.JsonAsync($"/debug/pprof/goroutine?format={form}");
        var frame = form == "json" ? root.GetProperty("groups")[0].GetProperty("frames")[0].GetProperty("function") : root.GetProperty("shared").GetProperty("frames")[1].GetProperty("name");
        Assert.Equal(Hostile, frame.GetString());
    }

    [Fact]
    public async Task Go_tool_pprof_still_reads_file_and_text()
    {
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        await using var host = await StartAsync();
        foreach (var query in (string[])["", "?debug=1"])
        {
            var (output, errors, exitCode) = await Go.TryAsync("tool", "pprof", "-top", $"{host.Address}debug/pprof/goroutine{query}");
            Assert.True(exitCode == 0, errors);
            Assert.Contains("Shop.Top", output, StringComparison.Ordinal);
        }
    }

    private static string WithoutVoids(string html) =>
        System.Text.RegularExpressions.Regex.Replace(html, "<(input|wbr|br)([^>]*)>", "<$1$2/>").Replace(" selected>", " selected=\"\">", StringComparison.Ordinal);

    private Task<DebugHost> StartAsync() => DebugHost.StartAsync(services: s => s.AddSingleton<ProfileSource>(_source));
}
