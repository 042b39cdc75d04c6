using Dashboard.Server.Live;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Pods.Filter;

namespace Dashboard.Server.Tests.Live.Pods.Filter;

public sealed class PodFilterMistakesTests
{
    [Theory]
    [InlineData("name:web", "at character 1 \"name:\": there is no such key; did you mean pod:? allowed are ns:, node:,")]
    [InlineData("a  namespace:web", "at character 4 \"namespace:\": there is no such key; did you mean ns:? ")]
    [InlineData("-memory>1Gi", "at character 2 \"memory\": there is no such key; did you mean mem>? ")]
    [InlineData("restart>1", "at character 1 \"restart\": there is no such key; did you mean restarts>? ")]
    [InlineData("pahse:Running", "did you mean phase:? ")]
    [InlineData("app=web", "at character 1 \"app\": there is no such key; did you mean label:app=web? ")]
    [InlineData("tier!=cache", "did you mean label:tier!=cache? ")]
    [InlineData("Init:CrashLoopBackOff", "at character 1 \"Init:\": there is no such key; allowed are ns:, node:, phase:, status:, kind:, workload:, image:, pod:, label:, ready:, and cpu, mem, restarts, age, growth with >, >=, <, <=, =; in quotes it is searched for as text.")]
    [InlineData(":a", "at character 1 \":\": a key is missing before the sign;")]
    [InlineData(">1", "at character 1: a key is missing before the sign;")]
    [InlineData("ns:", "at character 4: a value is missing")]
    [InlineData("ns:a,", "at character 6: a value is missing")]
    [InlineData("ns:= x", "at character 5: a value is missing")]
    [InlineData("ns:\"a b", "at character 4 \"\"a b\": the quote is never closed")]
    [InlineData("ns=shop", "at character 1 \"ns\": ns is a text and is written ns:part, or ns:=all")]
    [InlineData("cpu:500m", "at character 1 \"cpu\": cpu is a number and is compared: cpu>1; allowed are >, >=, <, <=, =.")]
    [InlineData("restarts!=0", "at character 9 \"!=0\": != is written -restarts=1;")]
    [InlineData("cpu>", "at character 5: a number is expected here; allowed after cpu are cores (2, 0.5), 500m, 2000000n, 80% of the limit and 80%req of the request.")]
    [InlineData("cpu>much", "at character 5 \"much\": a number is expected here;")]
    [InlineData("cpu>1Gi", "at character 5 \"1Gi\": cpu has no unit \"Gi\";")]
    [InlineData("cpu>-1", "at character 5 \"-1\": cpu is never below zero;")]
    [InlineData("cpu>1.2.3", "at character 5 \"1.2.3\": a number is expected here;")]
    [InlineData("mem>500m", "at character 5 \"500m\": \"m\" would be thousandths of a byte; M and Mi are millions;")]
    [InlineData("mem>99999999999999999999999999999999", "a number is expected here;")]
    [InlineData("mem>9999999999999999", "the number is too large;")]
    [InlineData("mem>1,2", "at character 6 \",2\": a space belongs before the next term.")]
    [InlineData("restarts>1.5", "half a restart is none; allowed after restarts are whole numbers.")]
    [InlineData("age<1", "at character 5 \"1\": a unit is missing; allowed after age are 30s, 15m, 12h, 7d and combinations as 1h30m.")]
    [InlineData("age<1h30", "a unit is missing;")]
    [InlineData("age<1y", "age has no unit \"y\";")]
    [InlineData("growth>5%", "growth is bytes an hour and no share; allowed after growth are bytes an hour: plain bytes,")]
    [InlineData("phase:Dead", "at character 7 \"Dead\": there is no such phase; allowed are Pending, Running, Succeeded, Failed, Unknown.")]
    [InlineData("ready:maybe", "at character 7 \"maybe\": ready is yes or no; allowed are ready:yes and ready:no.")]
    [InlineData("ready>1", "at character 1 \"ready\": ready is written ready:yes or ready:no.")]
    [InlineData("label:", "at character 7: a label's key is missing;")]
    [InlineData("label:=web", "at character 7 \"=web\": a label's key is missing;")]
    [InlineData("label:-a", "at character 7 \"-a\": '-a' is no label's key:")]
    [InlineData("label:a=", "at character 9: a value is missing; for an empty one write \"\".")]
    [InlineData("label:a>1", "at character 8 \">1\": after a label's key belongs = or != and a value, or nothing.")]
    [InlineData("label=a", "at character 1 \"label\": label is written label:app, label:app=web or label:app!=web.")]
    [InlineData("-", "at character 1 \"-\": after - belongs the term that is turned round;")]
    public void A_mistake_names_its_place_its_cause_and_what_is_allowed(string filter, string expected)
    {
        Assert.False(PodFilter.TryParse(filter, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidQueryException>(() => PodSelection.From(new PodQuery { Filter = filter }));
        Assert.Equal($"filter: {problem}", Assert.Single(error.Errors["filter"]));
    }

    [Fact]
    public void The_first_mistake_is_told_and_the_filter_is_bounded()
    {
        Assert.False(PodFilter.TryParse("ns:a cpu>x mem>y", out _, out var problem));
        Assert.StartsWith("at character 10 ", problem, StringComparison.Ordinal);
        Assert.True(PodFilter.TryParse(Terms(PodFilter.TermsMaximum), out _, out _));
        Assert.False(PodFilter.TryParse(Terms(PodFilter.TermsMaximum + 1), out _, out problem));
        Assert.Contains("a filter has at most 40 terms", problem, StringComparison.Ordinal);
        Assert.False(PodFilter.TryParse("ns:" + string.Join(',', Enumerable.Range(0, 51)), out _, out problem));
        Assert.Contains("a term has at most 50 alternatives", problem, StringComparison.Ordinal);

        static string Terms(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}"));
    }

    /// <summary>Whatever is typed, it is a filter or a mistake with a place in it, and nothing else happens.</summary>
    [Fact]
    public void Any_text_is_a_filter_or_a_mistake()
    {
        var random = new Random(5);
        const string Letters = "ab:=!<>-,\"*% 1.mGireqnslabecpuhd/";
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => Letters[random.Next(Letters.Length)])]);
            if (PodFilter.TryParse(text, out var filter, out var problem))
            {
                Assert.True(PodFilter.TryParse(filter.Canonical, out var again, out problem), $"{text} -> {filter.Canonical}: {problem}");
                Assert.Equal(filter.Canonical, again.Canonical);
            }
            else
            {
                Assert.Matches("^at character [0-9]+( \".*\")?: .+\\.$", problem);
            }
        }
    }
}
