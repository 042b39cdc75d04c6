using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Tests.Live.Pods;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> PodLabels = new()
    {
        ["app"] = "web",
        ["tier"] = "front",
        ["example.com/team"] = "blue",
        ["replicas"] = "12",
        ["empty"] = "",
    };

    [Theory]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData(" app = web ", true)]
    [InlineData("app=api", false)]
    [InlineData("app=web,tier=front", true)]
    [InlineData("app=web,tier=back", false)]
    [InlineData("app!=web", false)]
    [InlineData("app!=api", true)]
    [InlineData("other!=anything", true)]
    [InlineData("app", true)]
    [InlineData("other", false)]
    [InlineData("!other", true)]
    [InlineData("! app", false)]
    [InlineData("app in (api, web)", true)]
    [InlineData("app in (api)", false)]
    [InlineData("app notin (api,web)", false)]
    [InlineData("app notin (api)", true)]
    [InlineData("other notin (api)", true)]
    [InlineData("other in (api)", false)]
    [InlineData("example.com/team=blue", true)]
    [InlineData("empty=", true)]
    [InlineData("empty in ()", true)]
    [InlineData("app=", false)]
    [InlineData("replicas>11", true)]
    [InlineData("replicas > 12", false)]
    [InlineData("replicas<13", true)]
    [InlineData("app>1", false)]
    [InlineData("in in (in)", false)]
    [InlineData("app in (web),tier notin (back),!other,replicas<100", true)]
    public void Matches_as_kubectl_does(string text, bool expected)
    {
        Assert.True(LabelSelector.TryParse(text, out var selector, out var problem), problem);
        Assert.Equal(expected, selector.Matches(PodLabels));
    }

    [Theory]
    [InlineData("", "position 1: the selector is empty")]
    [InlineData(" ", "position 1: the selector is empty")]
    [InlineData("app=web,", "position 8: a requirement is missing after ','.")]
    [InlineData(",app", "position 1: expected a label's key, found ','.")]
    [InlineData("app=web tier=front", "position 9: expected ',' before the next requirement, found 't'.")]
    [InlineData("app in web", "position 8: expected '(' with the values.")]
    [InlineData("app in (web", "position 12: the '(' of position 8 is never closed.")]
    [InlineData("app in (web;api)", "position 12: expected ',' or ')', found ';'.")]
    [InlineData("app ~ web", "position 5: expected =, ==, !=, in, notin, > or < after 'app', found '~'.")]
    [InlineData("app like web", "found 'like'.")]
    [InlineData("a/b/c=d", "position 1: 'a/b/c' is no label's key")]
    [InlineData("/name=d", "position 1: '/name' is no label's key")]
    [InlineData("-app=web", "position 1: '-app' is no label's key")]
    [InlineData("app=-web", "position 5: '-web' is no label's value")]
    [InlineData("replicas>many", "position 10: 'many' is not a whole number")]
    [InlineData("!", "position 2: a label's key is missing.")]
    public void A_mistake_is_named_with_its_position(string text, string expected)
    {
        Assert.False(LabelSelector.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_or_value_has_at_most_63_characters()
    {
        Assert.True(LabelSelector.TryParse($"{new string('a', 63)}={new string('b', 63)}", out _, out _));
        Assert.False(LabelSelector.TryParse($"{new string('a', 64)}=b", out _, out _));
        Assert.False(LabelSelector.TryParse($"a={new string('b', 64)}", out _, out _));
    }
}
