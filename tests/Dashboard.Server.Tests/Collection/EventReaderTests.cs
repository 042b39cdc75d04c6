using System.Text;
using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

public sealed class EventReaderTests
{
    private const string Counted =
        """
        {"metadata":{"name":"web-1.17f0","namespace":"shop","uid":"e1","resourceVersion":"41","creationTimestamp":"2026-11-20T08:00:00Z"},
         "involvedObject":{"kind":"Pod","namespace":"shop","name":"web-1","uid":"p1","apiVersion":"v1","fieldPath":"spec.containers{app}"},
         "reason":"BackOff","message":"Back-off restarting failed container app","source":{"component":"kubelet","host":"node-1"},
         "firstTimestamp":"2026-11-20T08:00:00Z","lastTimestamp":"2026-11-20T08:05:00Z","count":12,"type":"Warning","eventTime":null,
         "reportingComponent":"","reportingInstance":""}
        """;

    private const string Series =
        """
        {"metadata":{"name":"web-1.17f1","namespace":"shop","uid":"e2","creationTimestamp":"2026-11-20T08:00:01Z"},
         "involvedObject":{"kind":"Pod","namespace":"shop","name":"web-1","uid":"p1"},"reason":"FailedScheduling","message":"0/4 nodes are available",
         "source":{},"firstTimestamp":null,"lastTimestamp":null,"type":"Warning","eventTime":"2026-11-20T08:00:00.123456Z",
         "series":{"count":4,"lastObservedTime":"2026-11-20T08:02:00.500000Z"},"action":"Scheduling","reportingComponent":"default-scheduler","reportingInstance":"s-0"}
        """;

    private const string Single =
        """
        {"metadata":{"name":"n.17f2","namespace":"default","creationTimestamp":"2026-11-20T08:00:01Z"},"involvedObject":{"kind":"Node","name":"node-1","uid":"node-1","namespace":""},
         "reason":"NodeNotReady","message":null,"firstTimestamp":null,"lastTimestamp":null,"type":"Normal","eventTime":"2026-11-20T08:00:00.000000Z","series":null,"reportingComponent":"node-controller"}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(29)]
    [InlineData(int.MaxValue)]
    public void Both_shapes_are_read_in_pieces_of_any_size(int size)
    {
        var list = Read(size, Counted, Series, Single);

        Assert.Equal(0, list.BadItems);
        Assert.Equal(
            new EventFacts
            {
                Id = "e1",
                FirstAt = At("08:00:00"),
                At = At("08:05:00"),
                Count = 12,
                Type = EventType.Warning,
                Reason = "BackOff",
                Message = "Back-off restarting failed container app",
                Kind = "Pod",
                Namespace = "shop",
                Name = "web-1",
                Uid = "p1",
                Reporter = "kubelet",
            },
            list.Facts[0]);
        Assert.Equal(
            new EventFacts
            {
                Id = "e2",
                FirstAt = At("08:00:00.123"),
                At = At("08:02:00.5"),
                Count = 4,
                Type = EventType.Warning,
                Reason = "FailedScheduling",
                Message = "0/4 nodes are available",
                Kind = "Pod",
                Namespace = "shop",
                Name = "web-1",
                Uid = "p1",
                Reporter = "default-scheduler",
            },
            list.Facts[1]);
        Assert.Equal(
            new EventFacts
            {
                Id = "default/n.17f2",
                FirstAt = At("08:00:00"),
                At = At("08:00:00"),
                Count = 1,
                Type = EventType.Normal,
                Reason = "NodeNotReady",
                Message = "",
                Kind = "Node",
                Namespace = null,
                Name = "node-1",
                Uid = "node-1",
                Reporter = "node-controller",
            },
            list.Facts[2]);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x"},"involvedObject":{"kind":"Pod","name":"a"}}""")]
    [InlineData("""{"metadata":{"name":"x","creationTimestamp":"2026-11-20T08:00:01Z"},"involvedObject":{"kind":"Pod"}}""")]
    [InlineData("""{"metadata":{"name":"x","creationTimestamp":"2026-11-20T08:00:01Z"},"involvedObject":{"kind":"Pod","name":"a"},"count":"many"}""")]
    [InlineData("""{"metadata":{"name":"x"},"involvedObject":{"kind":"Pod","name":"a"},"lastTimestamp":"yesterday"}""")]
    public void One_that_does_not_say_of_what_or_when_costs_itself_only(string broken)
    {
        var list = Read(int.MaxValue, broken, Counted);

        Assert.Equal((1, "e1"), (list.BadItems, Assert.Single(list.Facts).Id));
    }

    [Fact]
    public void A_message_is_bounded_and_no_character_is_cut_in_two()
    {
        var text = new string('x', EventFacts.MaxMessage - 2) + "\U0001F642" + "rest";
        var message = Assert.Single(Read(int.MaxValue, Counted.Replace("Back-off restarting failed container app", text, StringComparison.Ordinal)).Facts).Message;

        Assert.Equal(new string('x', EventFacts.MaxMessage - 2) + "…", message);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-11-20T{time}Z", null);

    private static ObjectListReader<EventFacts> Read(int size, params string[] items)
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"metadata":{"resourceVersion":"5"},"items":[{{{string.Join(',', items)}}}]}""");
        return Pieces.Read(new ObjectListReader<EventFacts>(new EventReader()), json, size);
    }
}
