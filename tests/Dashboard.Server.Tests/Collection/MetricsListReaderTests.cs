using System.Text;
using System.Text.Json;
using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

public sealed class MetricsListReaderTests
{
    private const string Plain = """
        {"kind":"PodMetricsList","apiVersion":"metrics.k8s.io/v1beta1","metadata":{"resourceVersion":"7"},"items":[
        {"metadata":{"name":"a","namespace":"x","creationTimestamp":"2026-11-23T21:05:40Z","labels":{"items":"[{","app":"a"}},
         "timestamp":"2026-11-23T21:05:33Z","window":"15.5s","containers":[
          {"name":"one","usage":{"cpu":"1500m","memory":"129M"}},{"name":"two","usage":{"memory":"1Ki","cpu":"12n"}}]},
        {"metadata":{"name":"b","namespace":"y"},"timestamp":"2026-11-23T21:05:34.250+01:00","window":"30s","containers":[]}]}
        """;

    private const string AnyOrder = """
        {"items":[
        {"containers":[{"usage":{"memory":"1Ki","cpu":"12n","ephemeral-storage":"1"},"future":{"deep":[1,{"x":"}"}]},"name":"one"}],
         "window":"15s","timestamp":"2026-11-23T21:05:33Z",
         "metadata":{"managedFields":[{"manager":"x","fieldsV1":{"f:usage":{}}}],"namespace":"x","annotations":{"name":"wrong"},"name":"a"}}],
        "metadata":{"continue":"more","resourceVersion":"8"},"kind":"PodMetricsList"}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void It_reads_the_same_in_pieces_of_any_size(int size)
    {
        var reader = Read(Plain, size);

        Assert.Equal(2, reader.Items);
        Assert.Equal(0, reader.BadItems);
        Assert.Equal("7", reader.ResourceVersion);
        Assert.Equal(["x/a one 1500000000 129000000 @1795467933000+15500", "x/a two 12 1024 @1795467933000+15500", "y/b @1795464334250+30000"], Lines(reader.Batch));
        Assert.Equal(1_795_467_933_000, reader.NewestMilliseconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public void Properties_may_come_in_any_order(int size)
    {
        var reader = Read(AnyOrder, size);

        Assert.Equal(["x/a one 12 1024 @1795467933000+15000"], Lines(reader.Batch));
        Assert.Equal("8", reader.ResourceVersion);
        Assert.Equal("more", reader.Continue);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c","usage":{"cpu":"abc","memory":"1"}}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c","usage":{"cpu":"1","memory":"99E"}}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c","usage":{"cpu":"-1","memory":"1"}}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c","usage":{"cpu":"1"}}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"good","usage":{"cpu":"1","memory":"1"}},{"usage":{"cpu":"1","memory":"1"}}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c","usage":null}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":{"a":[1]},"usage":{"cpu":"1","memory":"1"}}]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":{"name":"c"}}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z"}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"yesterday","containers":[]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"timestamp":"2026-02-30T21:05:33Z","containers":[]}""")]
    [InlineData("""{"metadata":{"name":"bad","namespace":"x"},"containers":[]}""")]
    [InlineData("""{"metadata":{"name":"bad"},"timestamp":"2026-11-23T21:05:33Z","containers":[]}""")]
    [InlineData("""{"metadata":{"namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[]}""")]
    [InlineData("""{"metadata":"bad","timestamp":"2026-11-23T21:05:33Z","containers":[]}""")]
    [InlineData("""{"timestamp":{"a":[{"b":1}]},"metadata":{"name":"bad","namespace":"x"},"containers":[]}""")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[[{}]]")]
    [InlineData("{}")]
    public void A_bad_item_costs_that_item_and_is_counted(string bad)
    {
        const string Good = """{"metadata":{"name":"good","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c","usage":{"cpu":"1","memory":"1"}}]}""";
        foreach (var size in (int[])[1, 17, int.MaxValue])
        {
            var reader = Read($$"""{"items":[{{bad}},{{Good}},{{bad}},{{bad}},{{Good}},{{bad}}]}""", size);

            Assert.Equal(4, reader.BadItems);
            Assert.Equal(["x/good c 1000000000 1 @1795467933000+0", "x/good c 1000000000 1 @1795467933000+0"], Lines(reader.Batch));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(97)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void What_is_written_plainly_is_read_as_what_is_not(int size)
    {
        string[] cpus = ["0", "12n", "250u", "1500m", "2", "-1", "x", "1e3", "", "9E"];
        var plain = new StringBuilder("""{"kind":"PodMetricsList","metadata":{},"items":[""");
        for (var i = 0; i < 200; i++)
        {
            // Names with an escape, no labels, labels with braces in them, several containers, none, and bad quantities.
            var name = i % 17 == 3 ? "esc\\u0061ped" : $"pod-{i}";
            var labels = i % 3 == 0 ? "" : ""","labels":{"app":"x","odd":"}{,:[]"}""";
            var containers = string.Join(',', Enumerable.Range(0, i % 4).Select(c =>
                $$$"""{"name":"c{{{c}}}","usage":{"cpu":"{{{cpus[(i + c) % cpus.Length]}}}","memory":"{{{i}}}Ki"}}"""));
            plain.Append(i == 0 ? "" : ",").Append(
                $$$"""{"metadata":{"name":"{{{name}}}","namespace":"n","creationTimestamp":"2026-11-23T21:05:40Z"{{{labels}}}},"timestamp":"2026-11-23T21:05:{{{i % 60:00}}}Z","window":"15.{{{i}}}s","containers":[{{{containers}}}]}""");
        }

        var json = plain.Append("]}").ToString();
        var fast = Read(json, size);

        // A blank before each item, and it is not plain any more.
        var careful = Read(json.Replace("},{\"metadata\"", "}, {\"metadata\"", StringComparison.Ordinal), size);

        Assert.Equal((200, careful.Items, careful.BadItems), (fast.Items + fast.BadItems, fast.Items, fast.BadItems));
        Assert.InRange(fast.BadItems, 1, 150);
        Assert.Equal(Lines(careful.Batch), Lines(fast.Batch));
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":null}""")]
    public void A_list_may_be_empty(string json) => Assert.Equal(0, Read(json, 1).Items);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"kind":"Status","message":"no list"}""")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[{]}""")]
    public void What_is_no_list_fails(string json)
    {
        Assert.ThrowsAny<JsonException>(() => Read(json, 1));
        Assert.ThrowsAny<JsonException>(() => Read(json, int.MaxValue));
    }

    [Fact]
    public void A_list_that_is_cut_anywhere_fails()
    {
        for (var length = 0; length < Plain.Length - 1; length++)
        {
            Assert.ThrowsAny<JsonException>(() => Read(Plain[..length], 50));
        }
    }

    [Fact]
    public void Nodes_have_one_usage_and_no_namespace()
    {
        var reader = Read(
            """{"items":[{"metadata":{"name":"n"},"timestamp":"2026-11-23T21:05:33Z","window":"10s","usage":{"cpu":"3","memory":"2Gi"}},{"metadata":{"name":"m"},"timestamp":"2026-11-23T21:05:33Z"}]}""",
            5, nodes: true);

        Assert.Equal(["/n  3000000000 2147483648 @1795467933000+10000"], Lines(reader.Batch));
        Assert.Equal(1, reader.BadItems);
    }

    [Fact]
    public void A_number_and_an_escaped_name_are_read_too()
    {
        var reader = Read(
            """{"items":[{"metadata":{"name":"\u0061b","namespace":"x"},"timestamp":"2026-11-23T21:05:33Z","containers":[{"name":"c\/d","usage":{"cpu":2,"memory":1e3}}]}]}""", 1);

        Assert.Equal(["x/ab c/d 2000000000 1000 @1795467933000+0"], Lines(reader.Batch));
    }

    [Fact]
    public async Task A_poll_of_a_thousand_pods_allocates_nothing_once_it_is_warm()
    {
        var json = Encoding.UTF8.GetBytes("""{"items":[""" + string.Join(',', Enumerable.Range(0, 1000).Select(i =>
            $$$"""{"metadata":{"name":"pod-{{{i}}}","namespace":"ns","labels":{"app":"x"}},"timestamp":"2026-11-23T21:05:33Z","window":"15s","containers":[{"name":"c","usage":{"cpu":"{{{i}}}n","memory":"{{{i}}}Ki"}}]}""")) + "]}");
        var reader = new MetricsListReader(isOfNodes: false);
        var body = new BodyReader();
        await Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        // A MemoryStream answers at once, so all of it runs on this thread.
        await Read();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
        Assert.Equal(1000, reader.Batch.Count);

        async Task Read()
        {
            reader.Begin();
            await body.ReadListAsync(new MemoryStream(json), reader, null, TestContext.Current.CancellationToken);
        }
    }

    private static MetricsListReader Read(string json, int size, bool nodes = false)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new MetricsListReader(nodes);
        reader.Begin();
        var start = 0;
        for (var end = 0; end < bytes.Length;)
        {
            end = (int)Math.Min((long)end + size, bytes.Length);
            start += reader.Read(bytes.AsSpan(start..end), isLast: false);
        }

        reader.Read(bytes.AsSpan(start), isLast: true);
        return reader;
    }

    private static IEnumerable<string> Lines(SampleBatch batch)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            var pod = $"{Encoding.UTF8.GetString(batch.NamespaceUtf8(row))}/{Encoding.UTF8.GetString(batch.NameUtf8(row))}";
            var at = $"@{batch.TimestampMilliseconds(row)}+{batch.WindowMilliseconds(row)}";
            if (batch.FirstUsage(row) == batch.FirstUsage(row + 1))
            {
                yield return $"{pod} {at}";
            }

            for (var usage = batch.FirstUsage(row); usage < batch.FirstUsage(row + 1); usage++)
            {
                yield return $"{pod} {Encoding.UTF8.GetString(batch.ContainerUtf8(usage))} {batch.CpuNanocores(usage)} {batch.WorkingSetBytes(usage)} {at}";
            }
        }
    }
}
