namespace Dashboard.Server.Tests.Deploy;

public sealed class KubernetesManifestTests
{
    private static readonly IReadOnlyList<Yaml> Documents = Yaml.Documents("deploy", "kubernetes", "dashboard.yaml");

    private static Yaml Of(string kind) => Documents.Single(document => document["kind"].Text == kind);

    private static Yaml PodSpec => Of("Deployment")["spec"]["template"]["spec"];

    [Fact]
    public void Probes_ask_the_routes_that_need_no_token_on_the_container_s_port()
    {
        var container = PodSpec["containers"][0];
        Assert.Equal(Dockerfile.Port, container["ports"][0]["containerPort"].Text);
        Assert.Equal("/healthz", container["livenessProbe"]["httpGet"]["path"].Text);
        Assert.Equal("/readyz", container["readinessProbe"]["httpGet"]["path"].Text);
        Assert.All(
            [container["livenessProbe"]["httpGet"]["port"].Text, container["readinessProbe"]["httpGet"]["port"].Text, Of("Service")["spec"]["ports"][0]["targetPort"].Text],
            port => Assert.Equal(container["ports"][0]["name"].Text, port));
    }

    [Fact]
    public void Every_environment_variable_is_a_key_that_the_server_reads() => Assert.All(
        PodSpec["containers"][0]["env"].Items,
        variable => Assert.Null(ConfigurationKeys.Problem(variable["name"].Text, variable["value"].Text)));

    [Fact]
    public void The_token_file_lies_in_the_mounted_secret()
    {
        var mount = PodSpec["containers"][0]["volumeMounts"][0];
        var file = PodSpec["containers"][0]["env"].Items.Single(variable => variable["name"].Text == "Access__TokenFile")["value"].Text;
        Assert.Equal(mount["mountPath"].Text + "/token", file);
        Assert.Equal(mount["name"].Text, PodSpec["volumes"][0]["name"].Text);
    }

    [Theory]
    [InlineData("", "pods", "watch")]
    [InlineData("", "nodes", "watch")]
    [InlineData("", "events", "watch")]
    [InlineData("", "resourcequotas", "watch")]
    [InlineData("apps", "replicasets", "list")]
    [InlineData("metrics.k8s.io", "pods", "list")]
    [InlineData("metrics.k8s.io", "nodes", "list")]
    public void The_account_may_read_what_is_collected(string group, string resource, string verb) => Assert.Contains(
        Of("ClusterRole")["rules"].Items,
        rule => rule["apiGroups"].Texts.Contains(group) && rule["resources"].Texts.Contains(resource) && rule["verbs"].Texts.Contains(verb));

    [Fact]
    public void The_account_may_write_nothing() =>
        Assert.Empty(Of("ClusterRole")["rules"].Items.SelectMany(rule => rule["verbs"].Texts).Except(["get", "list", "watch"]));

    [Fact]
    public void Selectors_and_names_fit_together()
    {
        var labels = Of("Deployment")["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"].Text;
        Assert.Equal(labels, Of("Deployment")["spec"]["selector"]["matchLabels"]["app.kubernetes.io/name"].Text);
        Assert.Equal(labels, Of("Service")["spec"]["selector"]["app.kubernetes.io/name"].Text);
        Assert.Equal(Of("ServiceAccount")["metadata"]["name"].Text, PodSpec["serviceAccountName"].Text);
        Assert.Equal(Of("ClusterRole")["metadata"]["name"].Text, Of("ClusterRoleBinding")["roleRef"]["name"].Text);
    }
}
