using Dashboard.Server.Cluster;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Server.Tests.Cluster;

public sealed class ClusterChoiceTests
{
    [Theory]
    // source, Cluster:Kubeconfig, --kubeconfig or KUBECONFIG, ~/.kube/config, service account; origin, files, demo
    [InlineData("Auto", null, null, null, false, "Simulator", "", true)]
    [InlineData("Auto", null, null, "home", false, "Kubeconfig", "home", false)]
    [InlineData("Auto", null, null, "home", true, "InCluster", "", false)]
    [InlineData("Auto", null, null, null, true, "InCluster", "", false)]
    [InlineData("Auto", null, "named", "home", true, "Kubeconfig", "named", false)]
    [InlineData("Auto", null, "missing-file", null, false, "Kubeconfig", "missing-file", false)] // never the demo instead of what was named
    [InlineData("Auto", "option", "named", "home", true, "Kubeconfig", "option", false)]
    [InlineData("Auto", " ", null, null, false, "Simulator", "", true)]
    [InlineData("Kubeconfig", null, null, null, true, "Kubeconfig", "", false)]
    [InlineData("Kubeconfig", null, null, "home", true, "Kubeconfig", "home", false)]
    [InlineData("Kubeconfig", null, "a:b", "home", true, "Kubeconfig", "a b", false)]
    [InlineData("InCluster", "option", "named", "home", false, "InCluster", "", false)]
    [InlineData("Simulator", "option", "named", "home", true, "Simulator", "", false)]
    public void What_is_configured_is_taken(
        string source, string? option, string? named, string? home, bool account, string origin, string files, bool demo)
    {
        var choice = ClusterChoice.Make(
            new ClusterOptions { Source = Enum.Parse<ClusterSourceChoice>(source), Kubeconfig = option }, new ClusterSurroundings(named, home, account));

        Assert.Equal((origin, files, demo), (choice.Origin.ToString(), string.Join(' ', choice.KubeconfigFiles), choice.Demo));
    }

    [Fact]
    public void The_command_line_wins_over_the_environment()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("KUBECONFIG", "environment")])
            .AddCommandLine(["--kubeconfig", "command-line"])
            .Build();

        Assert.Equal("command-line", ClusterSurroundings.Find(configuration).NamedKubeconfig);
    }

    [Fact]
    public void Options_out_of_range_name_the_key()
    {
        var result = new ClusterOptionsValidator().Validate(null, new ClusterOptions
        {
            Source = (ClusterSourceChoice)9,
            MaxConnections = 1,
            ConnectTimeout = TimeSpan.Zero,
            RequestTimeout = TimeSpan.FromHours(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1),
        });

        Assert.Equal(
            ["Cluster:Source", "Cluster:MaxConnections", "Cluster:ConnectTimeout", "Cluster:RequestTimeout", "Cluster:PooledConnectionIdleTimeout"],
            result.Failures!.Select(failure => failure.Split(' ')[0]));
        Assert.True(new ClusterOptionsValidator().Validate(null, new ClusterOptions()).Succeeded);
    }
}
