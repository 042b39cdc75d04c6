using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Dashboard.Diagnostics.Flame;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Flame;

public sealed class FlameTests
{
    private const string Core = "System.Private.CoreLib.dll/";

    private static readonly ShownGroup[] Groups =
    [
        Group(60, "Shop.Tax.Round", "Shop.Prices.Quote", Core + "System.A", Core + "System.B", Core + "System.C", Core + "System.D"),
        Group(30, "Shop.Discount.Apply", "Shop.Prices.Quote", Core + "System.A", Core + "System.B", Core + "System.C", Core + "System.D"),
        Group(10, Core + "System.Wait", "Shop.Main"),
        Group(-5, "Shop.Shrunk"),
    ];

    [Fact]
    public void Equal_callers_are_one_box_whose_value_is_that_of_all_below()
    {
        var root = FlameTree.Build(Groups, 0, null);
        Assert.Equal(100, root.Value); // what shrank is not drawn
        Assert.Equal(["System.D 90", "Shop.Main 10"], root.Children.Select(Text));
        var quote = Walk(root).Single(n => n.Frame.Function == "Shop.Prices.Quote");
        Assert.Equal(["Shop.Tax.Round 60", "Shop.Discount.Apply 30"], quote.Children.Select(Text));
    }

    [Fact]
    public void A_row_of_framework_frames_is_one_box_and_own_code_and_the_leaf_are_not_hidden()
    {
        var root = FlameTree.Build(Groups, 0, null);
        var below = FlameTree.Below(root, allFrames: false).ToList();

        Assert.Equal("System.A", below[0].Frame.Function); // the last of the row, so that own code follows
        Assert.Equal(["System.D", "System.C", "System.B"], below[0].Folded.Select(f => f.Frame.Function));
        Assert.Equal("Shop.Prices.Quote 90", Text(Assert.Single(FlameTree.Below(below[0], allFrames: false))));
        Assert.Equal("System.Wait 10", Text(Assert.Single(FlameTree.Below(below[1], allFrames: false))));
        Assert.Equal("System.D", FlameTree.Below(root, allFrames: true).First().Frame.Function);
    }

    [Fact]
    public void The_last_frame_of_a_stack_is_never_folded_away()
    {
        var root = FlameTree.Build([Group(1, Core + "System.Wait", Core + "System.X", Core + "System.Y", Core + "System.Z")], 0, null);
        var row = Assert.Single(FlameTree.Below(root, allFrames: false));
        Assert.Equal("System.X", row.Frame.Function);
        Assert.Equal(["System.Z", "System.Y"], row.Folded.Select(f => f.Frame.Function));
        Assert.Equal("System.Wait 1", Text(Assert.Single(FlameTree.Below(row, allFrames: false))));
    }

    [Fact]
    public void Focus_begins_with_the_outermost_call_of_a_method_in_all_stacks_that_hold_it()
    {
        var recursive = FlameTree.Build([Group(7, "Shop.Leaf", "Shop.Walk", "Shop.Walk", "Shop.Main"), .. Groups], 0, "Shop.Walk");
        Assert.Equal("Shop.Walk 7", Text(recursive));
        Assert.Equal("Shop.Walk 7", Text(Assert.Single(recursive.Children)));
        Assert.Equal(90, FlameTree.Build(Groups, 0, "Shop.Prices.Quote").Value);
        Assert.Equal(0, FlameTree.Build(Groups, 0, "Shop.Nothing").Value);
    }

    [Fact]
    public void A_runaway_recursion_is_cut_and_does_not_overflow()
    {
        var deep = Enumerable.Repeat("Shop.Again", 20_000).ToArray();
        var svg = Draw(FlameTree.Build([Group(1, deep)], 0, null), out var isCut);
        Assert.True(isCut);
        Assert.InRange(svg.Descendants("rect").Count(), 50, 400);
    }

    [Fact]
    public void Very_many_boxes_are_thinned_out_the_narrowest_first()
    {
        var groups = Enumerable.Range(0, 300).Select(i => Group(i == 0 ? 100 : 1, [.. Enumerable.Range(0, 30).Select(f => $"Shop.Type{i}.Method{f}")]));
        var svg = Draw(FlameTree.Build(groups, 0, null), out var isCut);
        Assert.True(isCut);
        Assert.InRange(svg.Descendants("rect").Count(), 31, 1000);
        Assert.Contains("Type0.Method0", svg.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_lie_within_their_callers_and_their_widths_are_their_shares()
    {
        var boxes = Boxes(Draw(FlameTree.Build(Groups, 0, null), out var isCut));

        Assert.False(isCut);
        Assert.Equal((0, 100), (boxes["all"].Left, boxes["all"].Width));
        Assert.Equal((0, 60), (boxes["Tax.Round"].Left, boxes["Tax.Round"].Width));
        Assert.Equal((60, 30), (boxes["Discount.Apply"].Left, boxes["Discount.Apply"].Width));
        Assert.Equal((90, 10), (boxes["Shop.Main"].Left, boxes["Shop.Main"].Width));
        Assert.Equal(boxes["Prices.Quote"].Top + 22, boxes["Tax.Round"].Top);
        Assert.Contains("… 4 frames of the framework", boxes.Keys);
        Assert.Equal("60 (60.0 %)\nShop.Tax.Round\nRound.cs:10", boxes["Tax.Round"].Title);
        Assert.Contains("System.D\nSystem.C\nSystem.B\nSystem.A", boxes["… 4 frames of the framework"].Title, StringComparison.Ordinal);
        Assert.Equal("framework", boxes["… 4 frames of the framework"].Class);
        Assert.StartsWith("hue", boxes["Tax.Round"].Class, StringComparison.Ordinal);
        Assert.Equal("?Shop.Tax.Round", boxes["Tax.Round"].Href);
    }

    [Fact]
    public void The_same_profile_is_the_same_picture_and_a_type_has_one_colour()
    {
        var first = Draw(FlameTree.Build(Groups, 0, null), out _);
        var second = Draw(FlameTree.Build(Groups.Reverse(), 0, null), out _);
        Assert.Equal(first.ToString(), second.ToString());

        var alone = Boxes(Draw(FlameTree.Build([Group(1, "Shop.Tax.Other", "Shop.Tax.Round")], 0, null), out _));
        Assert.Equal(Boxes(first)["Tax.Round"].Class, alone["Tax.Other"].Class);
    }

    [Fact]
    public void The_picture_needs_neither_style_attribute_nor_script()
    {
        var svg = Draw(FlameTree.Build(Groups, 0, null), out _);
        Assert.DoesNotContain(svg.DescendantsAndSelf().SelectMany(e => e.Attributes()), a => a.Name == "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "style" or "foreignObject" or "image" or "use");
    }

    private static ShownGroup Group(long value, params string[] functions) => new(FakeProfileSource.Stack(functions), [value], null, []);

    private static XElement Draw(FlameNode root, out bool isCut)
    {
        var html = new StringBuilder();
        var svg = new FlameSvg(new SampleType("cpu", "count"), root.Value, allFrames: false, f => "?" + f);
        svg.Write(html, root);
        isCut = svg.IsCut;
        return XElement.Parse(html.ToString());
    }

    private static Dictionary<string, (double Left, double Width, double Top, string Title, string Class, string Href)> Boxes(XElement svg) =>
        svg.Elements("svg").ToDictionary(
            b => b.Descendants("text").Single().Value,
            b => (Per(b, "x"), Per(b, "width"), Per(b, "y"), b.Descendants("title").Single().Value, b.Descendants("rect").Single().Attribute("class")!.Value, b.Element("a")!.Attribute("href")!.Value));

    private static double Per(XElement element, string name) => double.Parse(element.Attribute(name)!.Value.TrimEnd('%'), CultureInfo.InvariantCulture);

    private static IEnumerable<FlameNode> Walk(FlameNode node) => node.Children.SelectMany(Walk).Prepend(node);

    private static string Text(FlameNode node) => $"{node.Frame.Function} {node.Value}";
}
