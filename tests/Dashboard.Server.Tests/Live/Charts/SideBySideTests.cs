using Dashboard.Server.History;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Charts;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Charts;

/// <summary>Charts with a line for each of several things.</summary>
public sealed class SideBySideTests
{
    private static readonly PodFacts A = Pod("web-a", workload: "web");
    private static readonly PodFacts B = Pod("web-b", workload: "web");

    [Fact]
    public void Subjects_have_a_line_each_under_their_own_text_and_points_follow()
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(A, B).Sample((A, 1, 10), (B, 2, 20));
        var selection = Compare("workload:shop/Deployment/web", "pod:shop/web-b", "pod:shop/web-b");
        var first = Read(rig, selection);

        Assert.Equal(["workload:shop/Deployment/web", "pod:shop/web-b"], first.Message!.Lines.Select(line => line.Name));
        Assert.Equal([3], first.Message.Lines[0].Cpu.Mean);
        Assert.Equal([2], first.Message.Lines[1].Cpu.Mean);
        Assert.Empty(first.Message.Marks);

        rig.Pass(15).Sample((A, 10, 10));
        var next = Read(rig, selection, first.Cursor);
        Assert.False(next.Message!.Reset);
        Assert.Equal(12, Assert.Single(next.Message.Lines).Cpu.Mean[0]);
    }

    [Theory]
    [InlineData("pod:shop/web-c")]
    [InlineData("workload:shop/StatefulSet/late")]
    public void A_subject_that_is_not_there_has_an_empty_line_and_the_chart_begins_anew_when_it_comes(string late)
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(A).Sample((A, 1, 10));
        var selection = Compare("pod:shop/web-a", late);
        var first = Read(rig, selection);
        Assert.Empty(first.Message!.Lines[1].Times);
        Assert.Equal(late, first.Message.Lines[1].Name);

        var pod = Pod("web-c", kind: "StatefulSet", workload: "late");
        rig.Pods(pod).Pass(15).Sample((A, 1, 10), (pod, 7, 10));
        var next = Read(rig, selection, first.Cursor);
        Assert.True(next.Message!.Reset);
        Assert.Equal([7], next.Message.Lines[1].Cpu.Mean);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("pod:shop")]
    [InlineData("pod:shop/Deployment/web")]
    [InlineData("workload:shop/web")]
    [InlineData("node:a/b")]
    [InlineData("pod:/web")]
    public void A_subject_of_another_form_is_named_with_the_forms_that_are_known(string subject)
    {
        var error = Assert.Throws<InvalidQueryException>(() => Compare("pod:shop/web", subject));
        Assert.Equal($"subjects has \"{subject}\"; it must be pod:namespace/name or workload:namespace/Kind/name.", error.Message);
    }

    [Fact]
    public void None_or_more_than_eight_are_refused()
    {
        Assert.Contains("subjects is missing", Assert.Throws<InvalidQueryException>(() => Compare()).Message, StringComparison.Ordinal);
        var nine = Enumerable.Range(0, 9).Select(i => $"pod:shop/web-{i}").ToArray();
        Assert.Equal("subjects has 9 entries; at most 8 can be compared.", Assert.Throws<InvalidQueryException>(() => Compare(nine)).Message);
    }

    [Fact]
    public void What_a_kind_does_not_look_at_does_not_make_it_another_question()
    {
        var plain = SeriesSelection.From(new SeriesQuery { Kind = "compare", Subjects = ["pod:shop/web-a"] });
        var more = SeriesSelection.From(new SeriesQuery { Kind = "Compare", Subjects = ["pod:shop/web-a", "pod:shop/web-a"], Namespace = "x", RangeSeconds = 3600 });
        var end = SeriesSelection.From(new SeriesQuery { Kind = "compare", Subjects = ["pod:shop/web-a"], EndAt = 1 });
        Assert.Equal(plain.Key, more.Key);
        Assert.NotEqual(plain.Key, end.Key);
    }

    [Fact]
    public void A_workloads_pods_stand_by_memory_and_stay_so_until_one_is_replaced()
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(A, B, Pod("other")).Sample((A, 1, 10), (B, 2, 20));
        var first = Read(rig, Pods());
        Assert.Equal(["web-b", "web-a"], first.Message!.Lines.Select(line => line.Name));

        rig.Pass(15).Sample((A, 3, 99), (B, 4, 20));
        var next = Read(rig, Pods(), first.Cursor);
        Assert.False(next.Message!.Reset);
        Assert.Equal(["web-b", "web-a"], next.Message.Lines.Select(line => line.Name));

        var c = Pod("web-c", workload: "web");
        rig.Remove(B).Pods(c);
        var replaced = Read(rig, Pods(), next.Cursor);
        Assert.True(replaced.Message!.Reset);
        Assert.Equal(["web-a", "web-c"], replaced.Message.Lines.Select(line => line.Name));
        Assert.Contains(replaced.Message.Marks, mark => mark.Kind == MarkKind.Deleted);
        Assert.Empty(replaced.Message.Lines[1].Times);

        rig.Remove(A, c);
        Assert.Empty(Read(rig, Pods(), replaced.Cursor).Message!.Lines);
    }

    [Fact]
    public void Of_many_pods_twenty_are_drawn_and_stay_while_they_live()
    {
        using var rig = new LiveRig();
        var pods = Enumerable.Range(0, 25).Select(i => Pod($"web-{i:00}", workload: "web")).ToArray();
        rig.AllFresh().Pods(pods).Sample([.. pods.Select((pod, i) => (pod, 1L, 100L + i))]);
        var first = Read(rig, Pods());
        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(i => $"web-{i:00}"), first.Message!.Lines.Select(line => line.Name));

        rig.Pass(15).Sample([.. pods.Select((pod, i) => (pod, 1L, 900L - i))]);
        Assert.False(Read(rig, Pods(), first.Cursor).Message!.Reset);

        rig.Remove(pods[24]);
        Assert.Equal("web-00", Read(rig, Pods(), first.Cursor).Message!.Lines[0].Name);
    }

    [Fact]
    public void Charts_with_other_lines_do_not_share_what_comes_next()
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(A, B).Sample((A, 1, 10), (B, 2, 20));
        var early = Read(rig, Pods()).Cursor;
        rig.Pass(15).Sample((A, 3, 99), (B, 4, 20));
        var late = Read(rig, Pods()).Cursor;
        Assert.NotEqual(WorkloadPods.Drawn(Pods(), early), WorkloadPods.Drawn(Pods(), late));
    }

    [Fact]
    public void A_workload_that_nobody_knows_is_an_error()
    {
        using var rig = new LiveRig();
        rig.AllFresh();
        Assert.Throws<NotFoundException>(() => Read(rig, Pods()));
    }

    private static SeriesStep Read(LiveRig rig, SeriesSelection selection, SeriesCursor? cursor = null) =>
        rig.Read(reader => SeriesView.Read(reader, selection, cursor));

    private static SeriesSelection Compare(params string[] subjects) =>
        SeriesSelection.From(new SeriesQuery { Kind = "compare", Subjects = subjects });

    private static SeriesSelection Pods() =>
        SeriesSelection.From(new SeriesQuery { Kind = "workloadPods", Namespace = "shop", WorkloadKind = "Deployment", Name = "web" });
}
