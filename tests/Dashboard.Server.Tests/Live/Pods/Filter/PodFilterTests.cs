using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Pods.Filter;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pods.Filter;

public sealed class PodFilterTests
{
    private const string All = "cache-0 dbaas-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa web-7d4b9-b8qzm web-7d4b9-x2x7k";
    private const string Webs = "web-7d4b9-b8qzm web-7d4b9-x2x7k";

    /// <summary>Filters of the small cluster; the same table shows that the canonical form is the same filter.</summary>
    public static TheoryData<string, string> Matches => new()
    {
        { "", All },
        { "  ", All },

        // Free text.
        { "WEB", Webs },
        { "web x2x", "web-7d4b9-x2x7k" },
        { "web -x2x", "web-7d4b9-b8qzm" },
        { "cache,dbaas", "cache-0 dbaas-0" },
        { "\"b9-x\"", "web-7d4b9-x2x7k" },
        { "\"web x2x\"", "" },
        { "node-2", "cache-0" },
        { "crashloop", "mailer-5f-zzzzz" },
        { "*-0", "cache-0 dbaas-0" },

        // Parts, wholes, stars, alternatives.
        { "ns:dat", "cache-0 dbaas-0 import-29-tq7xv" },
        { "NS:DATA", "cache-0 dbaas-0 import-29-tq7xv" },
        { "ns:=dat", "" },
        { "ns:=data pod:cache", "cache-0" },
        { "ns:=data,shop", All },
        { "ns:=nothing,=data pod:-0", "cache-0 dbaas-0" },
        { "-ns:shop", "cache-0 dbaas-0 import-29-tq7xv" },
        { "pod:w*b*", Webs },
        { "pod:w*b", "" },
        { "pod:*7*z*", "web-7d4b9-b8qzm" },
        { "pod:a*", "" },
        { "pod:*", All },
        { "node:=node-2", "cache-0" },
        { "-node:*", "report-66-aaaaa" },
        { "phase:run status:Running", "cache-0 dbaas-0 " + Webs },
        { "phase:pending,succ", "import-29-tq7xv report-66-aaaaa" },
        { "status:CrashLoop", "mailer-5f-zzzzz" },
        { "kind:stateful", "cache-0 dbaas-0" },
        { "kind:=cronjob", "import-29-tq7xv" },
        { "workload:web,mail", "mailer-5f-zzzzz " + Webs },
        { "workload:Deployment/web", Webs },
        { "workload:=Deployment/we", "" },
        { "workload:StatefulSet/web", "" },
        { "image:main:1", All },
        { "-image:\"main:1\"", "" },

        // Labels: whole values, and case matters.
        { "label:app", "dbaas-0 " + Webs },
        { "-label:app", "cache-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa" },
        { "label:app=web", Webs },
        { "label:app==web", Webs },
        { "label:app=Web", "" },
        { "label:app=we", "" },
        { "label:app=we*", Webs },
        { "label:app=web,dbaas", "dbaas-0 " + Webs },
        { "label:app!=web", "cache-0 dbaas-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa" },
        { "-label:app=web", "cache-0 dbaas-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa" },
        { "-label:app!=web", Webs },
        { "label:app=\"\"", "" },

        // Comparisons. web-…b8qzm uses 125m, web-…x2x7k 250m and 4n, dbaas-0 500m; the rest has no sample.
        { "cpu>200m", "dbaas-0 web-7d4b9-x2x7k" },
        { "cpu>=0.5", "dbaas-0" },
        { "cpu>.5", "" },
        { "cpu<200m", "web-7d4b9-b8qzm" },
        { "cpu<=125000000n", "web-7d4b9-b8qzm" },
        { "cpu=125m", "web-7d4b9-b8qzm" },
        { "-cpu=125m", "dbaas-0 web-7d4b9-x2x7k" },
        { "-cpu>200m", "web-7d4b9-b8qzm" },
        { "cpu>=50%", "dbaas-0" },
        { "cpu>=100%req", "dbaas-0" },
        { "cpu<100%req cpu>25%", "web-7d4b9-x2x7k" },
        { "mem>1Gi", "dbaas-0" },
        { "mem>1gi", "dbaas-0" },
        { "mem<=280Mi", "web-7d4b9-b8qzm" },
        { "mem<293601281", "web-7d4b9-b8qzm" },
        { "mem>300M", "dbaas-0 web-7d4b9-x2x7k" },
        { "mem>80%", "dbaas-0" },
        { "mem>110%req", "dbaas-0 web-7d4b9-x2x7k" },
        { "restarts>0", "dbaas-0 mailer-5f-zzzzz" },
        { "restarts=3", "dbaas-0" },
        { "-restarts=0", "dbaas-0 mailer-5f-zzzzz" },
        { "-restarts>=3 pod:mail", "" },
        { "age<10h", "" },
        { "age>=10h", All },
        { "age>9h59m59s pod:web", Webs },
        { "age<1d", All },

        // Readiness; the import has ended and is neither.
        { "ready:yes", "cache-0 dbaas-0 " + Webs },
        { "ready:no", "mailer-5f-zzzzz report-66-aaaaa" },
        { "-ready:no", "cache-0 dbaas-0 " + Webs },
        { "READY:YES -ns:data", Webs },
    };

    [Theory]
    [MemberData(nameof(Matches))]
    public void Finds_the_pods_that_are_meant_and_so_does_its_canonical_form(string filter, string expected)
    {
        Assert.Equal(expected, Names(filter));
        Assert.True(PodFilter.TryParse(filter, out var parsed, out _));
        Assert.Equal(expected, Names(parsed.Canonical));
        Assert.True(PodFilter.TryParse(parsed.Canonical, out var again, out var problem), problem);
        Assert.Equal(parsed.Canonical, again.Canonical);
    }

    [Theory]
    [InlineData("ns:a,b cpu>500m", "CPU>0.5  ns:b,A ns:a,b")]
    [InlineData("-cpu>1", "cpu<=1000m")]
    [InlineData("-restarts=0", "-restarts=0.0")]
    [InlineData("mem>1Gi", "mem>1073741824")]
    [InlineData("age>1h30m", "age>90m")]
    [InlineData("label:app!=a,b", "-label:app=b,a")]
    [InlineData("ready:no", "-ready:yes")]
    [InlineData("ns:=a,b", "ns:=b,=a")]
    [InlineData("\"web\"", "WEB")]
    public void Equal_filters_in_other_words_are_one_view(string one, string other) => Assert.Equal(Key(one), Key(other));

    [Theory]
    [InlineData("ns:a", "ns:=a")]
    [InlineData("ns:a", "-ns:a")]
    [InlineData("ns:a", "pod:a")]
    [InlineData("ns:a", "a")]
    [InlineData("label:a=b", "label:a=B")]
    [InlineData("label:a", "label:a=\"\"")]
    [InlineData("cpu>50%", "cpu>50%req")]
    [InlineData("cpu>50%", "cpu>50n")]
    [InlineData("\"a b\"", "a b")]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("", "a")]
    public void Different_filters_are_different_views(string one, string other) => Assert.NotEqual(Key(one), Key(other));

    [Fact]
    public void A_pod_that_grows_is_found_by_its_growth()
    {
        using var rig = new LiveRig();
        var (leak, flat, young) = (Pod("leak"), Pod("flat"), Pod("young"));
        rig.AllFresh().Pods(leak, flat, young);
        for (var i = 0; i < 60; i++)
        {
            // 1 MiB each 15 s is 240 MiB an hour.
            rig.Pass(15).Sample(
                i < 50
                    ? [(leak, 1, (100 + i) * Mebibyte), (flat, 1, 500 * Mebibyte)]
                    : [(leak, 1, (100 + i) * Mebibyte), (flat, 1, 500 * Mebibyte), (young, 1, 10 * i * Mebibyte)]);
        }

        Assert.Equal("leak", Names(rig, "growth>239Mi"));
        Assert.Equal("", Names(rig, "growth>241Mi"));
        Assert.Equal("flat leak", Names(rig, "growth>-1Mi"));
        Assert.Equal("flat", Names(rig, "-growth>1k"));
    }

    [Fact]
    public void Looking_at_a_pod_allocates_nothing()
    {
        using var rig = SmallCluster.Rig();
        Assert.True(PodFilter.TryParse(
            "-nobody ns:data,sh*p node:1,2 image:main workload:Deployment/web,d label:app=web,dbaas -label:x cpu>1m mem>=10% age>1s restarts>=0 -growth>1Gi ready:yes",
            out var filter,
            out var problem),
            problem);
        rig.Read(reader =>
        {
            Look(reader, filter);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                Look(reader, filter);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            return 0;
        });

        static int Look(HistoryReader reader, PodFilter filter)
        {
            var found = 0;
            for (var slot = 0; slot < reader.PodSlots; slot++)
            {
                found += PodViews.Living(reader, slot) is { } pod && filter.Matches(reader, slot, pod) ? 1 : 0;
            }

            return found;
        }
    }

    private static string Key(string filter) => PodSelection.From(new PodQuery { Filter = filter }).Key;

    private static string Names(string filter)
    {
        using var rig = SmallCluster.Rig();
        return Names(rig, filter);
    }

    private static string Names(LiveRig rig, string filter) =>
        string.Join(' ', rig.Read(reader => PodViews.Page(reader, PodSelection.From(new PodQuery { Filter = filter }))).Rows.Select(row => row.Name));
}
