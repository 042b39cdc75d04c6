using Dashboard.Server.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace Dashboard.Server.Tests.Deploy;

/// <summary>A YAML node that says its path when something is not there.</summary>
internal sealed record Yaml(YamlNode Node, string Path)
{
    public static IReadOnlyList<Yaml> Documents(params string[] file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.PathTo(file))));
        return [.. stream.Documents.Select(document => new Yaml(document.RootNode, string.Join('/', file)))];
    }

    public Yaml this[string key] => Find(key) ?? throw new KeyNotFoundException($"{Path} has no '{key}'.");

    public Yaml this[int index] => Items.ElementAt(index);

    public IEnumerable<string> Keys => ((YamlMappingNode)Node).Children.Keys.Select(key => ((YamlScalarNode)key).Value!);

    public IEnumerable<Yaml> Items => ((YamlSequenceNode)Node).Children.Select((child, index) => new Yaml(child, $"{Path}[{index}]"));

    public string Text => ((YamlScalarNode)Node).Value ?? "";

    public IEnumerable<string> Texts => Items.Select(item => item.Text);

    public Yaml? Find(string key) =>
        Node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? new Yaml(child, $"{Path}.{key}") : null;
}
