using Dashboard.Server.Live;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Tests.Live.Pods;

public sealed class PodSelectionTests
{
    [Fact]
    public void Equal_questions_in_other_words_are_one_view()
    {
        var key = PodSelection.From(new PodQuery { Text = "b a", Namespaces = ["y", "x"], Phases = ["running"], Sort = "CPU" }).Key;
        Assert.Equal(key, PodSelection.From(new PodQuery { Text = " A  B a", Namespaces = ["x", "y", "x"], Phases = ["Running"], Sort = "cpu", Limit = 50 }).Key);
        Assert.NotEqual(key, PodSelection.From(new PodQuery { Text = "b a", Namespaces = ["y", "x"], Phases = ["running"], Sort = "memory" }).Key);
        Assert.NotEqual(PodSelection.From(new PodQuery { Text = "a" }).Key, PodSelection.From(new PodQuery { Workload = "a/a", Namespaces = ["a"] }).Key);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "limit", "limit is 0; it must be 1 to 200." },
        { "offset", "offset is -1; it must be 0 to 1000000." },
        { "sparkSeconds", "sparkSeconds is 59; it must be 60 to 3600." },
        { "group", "group is \"pod\"; it must be one of none, workload, namespace, node, label." },
        { "sort", "sort is \"1\"; it must be one of" },
        { "phases", "phases has \"Dead\"; it must be of Pending, Running, Succeeded, Failed, Unknown." },
        { "workload", "workload needs exactly one namespaces" },
        { "labels", "labels: position 1: expected a label's key, found '='." },
        { "namespaces", "namespaces has an entry that is empty" },
        { "text", "text is 201 characters long; at most 200 are allowed." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Every_mistake_is_told_at_once_under_its_field(string field, string expected)
    {
        var error = Assert.Throws<InvalidQueryException>(() => PodSelection.From(new PodQuery
        {
            Limit = 0,
            Offset = -1,
            SparkSeconds = 59,
            Group = "pod",
            Sort = "1",
            Phases = ["Dead"],
            Workload = "Deployment/web",
            Labels = "=a",
            Namespaces = [""],
            Text = new string('a', 201),
        }));
        Assert.Equal(Mistakes.Count, error.Errors.Count);
        Assert.Contains(expected, Assert.Single(error.Errors[field]), StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
