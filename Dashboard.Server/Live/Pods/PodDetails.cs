using Dashboard.Server.History;
using Dashboard.Server.Live.Pages;

namespace Dashboard.Server.Live.Pods;

internal static class PodDetails
{
    private const int MarksMaximum = 100;

    private static readonly TimeSpan MarksRange = TimeSpan.FromDays(7);

    /// <exception cref="NotFoundException">No such pod lives or is remembered.</exception>
    public static PodDetail Of(HistoryReader reader, string @namespace, string name)
    {
        var slot = Find(reader, @namespace, name);
        var pod = reader.Pod(slot)!;
        var usages = reader.Containers(slot);
        return new PodDetail
        {
            Version = reader.Version,
            At = reader.At.ToUnixTimeMilliseconds(),
            Pod = PodRows.Of(reader, new MissingReasons(reader), slot, pod, TimeSpan.Zero),
            GoneAt = reader.PodGoneAt(slot)?.ToUnixTimeMilliseconds(),
            Labels = pod.Labels,
            QosClass = pod.QosClass,
            PodIp = pod.PodIp,
            Containers = [.. pod.Containers.Select(container => Container(container, usages))],
            Marks = [.. reader.Marks(SeriesKey.ForPod(pod.Uid), reader.At - MarksRange, MarksMaximum).Select(EventMark.From)],
            Events = ClusterEvent.Newest(reader.Events("Pod", pod.Namespace, pod.Name, pod.Uid), EventBook.MaxPerObject),
            Siblings = Siblings(reader, slot, pod),
        };
    }

    /// <exception cref="NotFoundException">No such pod lives or is remembered.</exception>
    public static int Find(HistoryReader reader, string @namespace, string name)
    {
        if (reader.TryFindPod(@namespace, name, out var slot))
        {
            return slot;
        }

        var pending = reader.IsPending(SourceKind.Pods);
        throw new NotFoundException(
            pending
                ? "The first list of pods has not come yet. Ask again in some seconds; /api/v1/status says how the sources are."
                : $"There is no pod {name} in namespace {@namespace}, and none is remembered. /api/v1/pods?namespace={Uri.EscapeDataString(@namespace)} lists those that live.",
            reader.Version,
            pending);
    }

    private static int Siblings(HistoryReader reader, int own, PodFacts pod)
    {
        var count = 0;
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (slot != own && PodViews.Living(reader, slot) is { } other && other.Workload == pod.Workload && other.Namespace == pod.Namespace)
            {
                count++;
            }
        }

        return count;
    }

    private static ContainerDetail Container(ContainerFacts facts, IReadOnlyList<ContainerUsage> usages)
    {
        long? cpu = null, memory = null;
        foreach (var usage in usages)
        {
            if (usage.Name == facts.Name)
            {
                (cpu, memory) = (PodRows.Known(usage.CpuNanocores), PodRows.Known(usage.WorkingSetBytes));
            }
        }

        return new ContainerDetail
        {
            Name = facts.Name,
            Kind = facts.Kind,
            Image = facts.Image,
            State = facts.State,
            Reason = facts.Reason,
            Ready = facts.Ready,
            StartedAt = facts.StartedAt?.ToUnixTimeMilliseconds(),
            Restarts = facts.RestartCount,
            LastTermination = facts.LastTermination is { } last
                ? new Termination(last.Reason, last.ExitCode, last.FinishedAt?.ToUnixTimeMilliseconds())
                : null,
            Cpu = new Usage(cpu, facts.CpuRequestNanocores, facts.CpuLimitNanocores),
            Memory = new Usage(memory, facts.MemoryRequestBytes, facts.MemoryLimitBytes),
        };
    }
}
