namespace Dashboard.Server.History;

/// <summary>
/// The templates that a workload's living pods are made from, and which of them is current: a pod of another one is a rollout. The labels that controllers
/// give tell templates apart: pod-template-hash (Deployment, by its ReplicaSets), controller-revision-hash (StatefulSet, DaemonSet).
/// </summary>
internal sealed class Rollouts(DateTimeOffset seenAt)
{
    private const int MaxTemplates = 16;

    private readonly List<PodTemplate> _templates = [];
    private PodTemplate? _current;
    private DateTimeOffset _currentCreatedAt;

    public static string? Revision(PodFacts facts) =>
        facts.Labels.TryGetValue("pod-template-hash", out var hash) || facts.Labels.TryGetValue("controller-revision-hash", out hash) ? hash : null;

    /// <summary>Counts a pod to its template.</summary>
    /// <returns>What changed, when it is the first of a template that was not there; null otherwise, and for those that were there when the workload was first seen.</returns>
    public string? Join(PodEntry pod, string revision, DateTimeOffset at)
    {
        var template = _templates.Find(known => known.Revision == revision);
        if (template is null)
        {
            if (_templates.Count == MaxTemplates)
            {
                // No controller has pods of so many at once; who makes such labels gets no marks.
                return null;
            }

            _templates.Add(template = new PodTemplate(revision, pod.Facts));
        }

        pod.Template = template;
        var isNew = template.Pods++ == 0 && template != _current;
        if (_current is null || at == seenAt)
        {
            // Of those that were there already the youngest pod has the current one.
            if (_current is null || pod.Facts.CreatedAt > _currentCreatedAt)
            {
                (_current, _currentCreatedAt) = (template, pod.Facts.CreatedAt);
            }

            return null;
        }

        if (!isNew)
        {
            return null;
        }

        var text = PodTemplate.Difference(_current, template);
        Become(template);
        return text;
    }

    public void Leave(PodEntry pod)
    {
        if (pod.Template is not { } template)
        {
            return;
        }

        pod.Template = null;
        if (--template.Pods > 0)
        {
            return;
        }

        // The last pod of the current template went while others live: it was taken back. When none lives the workload is scaled to nothing.
        if (template == _current && _templates.Where(other => other.Pods > 0).MaxBy(other => other.Pods) is { } before)
        {
            Become(before);
        }
        else if (template != _current)
        {
            _templates.Remove(template);
        }
    }

    private void Become(PodTemplate template)
    {
        if (_current is { Pods: 0 } old)
        {
            _templates.Remove(old);
        }

        _current = template;
    }
}

/// <summary>What the pods of one template have in common.</summary>
internal sealed class PodTemplate(string revision, PodFacts pod)
{
    private readonly (string Container, string Image)[] _images =
        [.. pod.Containers.Where(container => container.Image is not null).Select(container => (container.Name, container.Image!))];

    public string Revision { get; } = revision;

    /// <summary>Living pods.</summary>
    public int Pods { get; set; }

    /// <summary>The images that changed, as "web: v1.4 -> v1.5"; the revisions when none did.</summary>
    public static string Difference(PodTemplate before, PodTemplate after)
    {
        var changes = new List<string>();
        foreach (var (container, image) in after._images)
        {
            var old = Array.Find(before._images, known => known.Container == container).Image;
            if (old != image)
            {
                changes.Add($"{container}: {Between(old, image)}");
            }
        }

        foreach (var (container, image) in before._images)
        {
            if (!Array.Exists(after._images, known => known.Container == container))
            {
                changes.Add($"{container}: {ImageName.Short(image)} -> none");
            }
        }

        return changes.Count > 0 ? string.Join(", ", changes) : $"{before.Revision} -> {after.Revision}";
    }

    private static string Between(string? old, string image)
    {
        if (old is null)
        {
            return $"none -> {ImageName.Short(image)}";
        }

        var (name, version) = ImageName.Split(image);
        var (oldName, oldVersion) = ImageName.Split(old);
        if (name == oldName)
        {
            return $"{oldVersion} -> {version}";
        }

        var (was, now) = (ImageName.Short(old), ImageName.Short(image));
        return was == now ? $"{old} -> {image}" : $"{was} -> {now}";
    }
}
