using System.Text;
using System.Text.Json;
using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

/// <summary>What kubectl's STATUS column says, case by case as printPod and its test table have them.</summary>
public sealed class PodStatusTests
{
    private const string Two = """{"name":"a"},{"name":"b"}""";

    public static TheoryData<string, string, string> Statuses => new()
    {
        // expected, spec, status
        { "Running", Spec(), """{"phase":"Running","containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]}""" },
        { "Pending", Spec(), """{"phase":"Pending"}""" },
        { "Unknown", Spec(), "{}" },
        { "Evicted", Spec(), """{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."}""" },
        { "SchedulingGated", Spec(), """{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}""" },
        { "Pending", Spec(), """{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/8 nodes"}]}""" },
        { "ContainerCreating", Spec(), """{"phase":"Pending","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"ContainerCreating"}}}]}""" },
        { "CrashLoopBackOff", Spec(), """{"phase":"Running","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""" },
        { "OOMKilled", Spec(), """{"phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}""" },
        { "Signal:9", Spec(), """{"phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"signal":9,"exitCode":137}}}]}""" },
        { "ExitCode:3", Spec(), """{"phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":3}}}]}""" },
        { "Completed", Spec(), """{"phase":"Succeeded","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed","exitCode":0}}}]}""" },

        // The first container's reason stays, and a container still running turns Completed back.
        { "First", Spec(Two), """{"phase":"Running","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"First"}}},{"name":"b","state":{"waiting":{"reason":"Second"}}}]}""" },
        { "NotReady", Spec(Two), """{"phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed"}}},{"name":"b","ready":true,"state":{"running":{}}}]}""" },
        { "Running", Spec(Two), """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed"}}},{"name":"b","ready":true,"state":{"running":{}}}]}""" },
        { "Completed", Spec(Two), """{"phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed"}}},{"name":"b","ready":false,"state":{"running":{}}}]}""" },

        // Init containers.
        { "Init:0/2", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"running":{}}},{"name":"b","state":{"waiting":{"reason":"PodInitializing"}}}]}""" },
        { "Init:1/2", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0}}},{"name":"b","state":{"waiting":{"reason":"PodInitializing"}}}]}""" },
        { "Init:0/2", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"waiting":{}}}]}""" },
        { "Init:Error", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"terminated":{"reason":"Error","exitCode":1}}}]}""" },
        { "Init:ExitCode:2", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"terminated":{"exitCode":2}}}]}""" },
        { "Init:Signal:15", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"terminated":{"signal":15,"exitCode":143}}}]}""" },
        { "Init:CrashLoopBackOff", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""" },
        { "PodInitializing", Spec(init: Two), """{"phase":"Pending","initContainerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0}}},{"name":"b","state":{"terminated":{"exitCode":0}}}],"containerStatuses":[{"name":"a","state":{"waiting":{"reason":"PodInitializing"}}}]}""" },

        // An init container that runs again after the pod was initialised hides a running container, but not one with a reason.
        { "Init:0/2", Spec(init: Two), """{"phase":"Running","conditions":[{"type":"Initialized","status":"True"}],"initContainerStatuses":[{"name":"a","state":{"running":{}}}],"containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]}""" },
        { "CrashLoopBackOff", Spec(init: Two), """{"phase":"Running","conditions":[{"type":"Initialized","status":"True"}],"initContainerStatuses":[{"name":"a","state":{"running":{}}}],"containerStatuses":[{"name":"a","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""" },

        // Native sidecars.
        { "Running", Spec(init: """{"name":"s","restartPolicy":"Always"}"""), """{"phase":"Running","initContainerStatuses":[{"name":"s","started":true,"ready":true,"state":{"running":{}}}],"containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]}""" },
        { "Init:0/1", Spec(init: """{"name":"s","restartPolicy":"Always"}"""), """{"phase":"Pending","initContainerStatuses":[{"name":"s","started":false,"state":{"running":{}}}]}""" },
        { "Init:1/2", Spec(init: """{"name":"s","restartPolicy":"Always"},{"name":"i"}"""), """{"phase":"Pending","initContainerStatuses":[{"name":"s","started":true,"state":{"running":{}}},{"name":"i","state":{"running":{}}}]}""" },

        // Deletion.
        { "Terminating", Spec(deleted: true), """{"phase":"Running","containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]}""" },
        { "Unknown", Spec(deleted: true), """{"phase":"Running","reason":"NodeLost"}""" },
        { "Completed", Spec(deleted: true), """{"phase":"Succeeded","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed"}}}]}""" },
        { "NodeLost", Spec(), """{"phase":"Running","reason":"NodeLost"}""" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void It_is_what_kubectl_prints(string expected, string specAndMetadata, string status) =>
        Assert.Equal(expected, Read($$"""{{{specAndMetadata}},"status":{{status}}}""").Status);

    [Theory]
    [InlineData("""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/8 nodes are available"}]}""", "0/8 nodes are available")]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"low on memory"}""", "low on memory")]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"ImagePullBackOff","message":"no such image"}}}]}""", "no such image")]
    [InlineData("""{"phase":"Running"}""", null)]
    public void The_message_says_why(string status, string? expected) =>
        Assert.Equal(expected, Read($$"""{{{Spec()}},"status":{{status}}}""").StatusMessage);

    private static string Spec(string containers = """{"name":"a"}""", string init = "", bool deleted = false) =>
        $$"""
        "metadata":{"name":"p","namespace":"n","uid":"u"{{(deleted ? ""","deletionTimestamp":"2026-11-23T21:05:33Z" """ : "")}}},
        "spec":{"containers":[{{containers}}],"initContainers":[{{init}}]}
        """;

    private static PodFacts Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var bad = false;
        Assert.True(new PodFactsReader(new Workloads()).TryRead(ref reader, out var facts, ref bad), json);
        return facts!;
    }
}
