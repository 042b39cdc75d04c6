namespace Dashboard.Simulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Everything_can_be_said()
    {
        var options = CommandLine.Parse(
            ["--port", "0", "--kubeconfig=/x/y", "--pods", "10000", "--nodes", "100", "--seed", "-7", "--speed", "60", "--churn", "0.25", "--fault", "podMetrics=Empty,for=30s", "--fault=clockSkew=-90s"]).Options;

        Assert.Equal((0, "/x/y", 10_000, 100, -7, 60, 0.25), (options.Port, options.KubeconfigPath, options.Pods, options.Nodes, options.Seed, options.Speed, options.Churn));
        Assert.Equal(["podMetrics=Empty,for=30s", "clockSkew=-90s"], options.Faults);
    }

    [Fact]
    public void Without_options_it_is_the_demo_on_the_usual_port()
    {
        var options = CommandLine.Parse([]).Options;
        Assert.Equal((6_443, 200, 8, 1.0, null), (options.Port, options.Pods, options.Nodes, options.Speed, options.KubeconfigPath));
    }

    [Theory]
    [InlineData("--pods -1", "--pods is '-1', but must be a whole number from 0 to 200000")]
    [InlineData("--pods many", "--pods is 'many', but must be a whole number from 0 to 200000")]
    [InlineData("--nodes 5001", "--nodes is '5001', but must be a whole number from 1 to 5000")]
    [InlineData("--speed 0,5", "--speed is '0,5', but must be a number from 0.1 to 3600, with a point for the decimals")]
    [InlineData("--churn 2", "--churn is '2', but must be a number from 0 to 1, with a point for the decimals")]
    [InlineData("--port", "--port wants a value after it")]
    [InlineData("--pod 5", "option '--pod' is unknown")]
    [InlineData("serve", "'serve' is not understood: options begin with --")]
    [InlineData("--fault podMetrics", "fault 'podMetrics' has no value; write target=Kind, such as podMetrics=Unavailable,for=30s")]
    [InlineData("--fault pods=Expired,fore=3s", "'fore=3s' is no setting of a fault; they are for=30s, requests=3, delay=2s, retryAfter=5s")]
    [InlineData("--fault clockSkew=90", "'90' is no duration; write 250ms, 90s, 5m or 1h")]
    public void An_error_names_the_option_its_range_and_the_remedy(string arguments, string message)
    {
        var refused = Assert.Throws<FormatException>(() => CommandLine.Parse(arguments.Split(' ')));
        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("--fault pod=Empty", "fault target 'pod' is unknown; it is one of All, PodMetrics, NodeMetrics, Pods, Nodes, Reviews, Events, ResourceQuotas or ClockSkew")]
    [InlineData("--fault pods=Broken", "fault kind 'Broken' is unknown; it is one of None, NotFound,")]
    [InlineData("--fault pods=3", "fault kind '3' is unknown; it is one of None, NotFound,")]
    public void An_unknown_fault_lists_those_that_are_known(string arguments, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => CommandLine.Parse(arguments.Split(' '))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Options_out_of_range_are_refused_by_the_library_too()
    {
        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            SimulatedApiServer.StartAsync(new SimulatorOptions { Speed = 0 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith("Speed is 0, but must be between 0.1 and 3600: 1 is real time, 60 an hour in a minute", refused.Message, StringComparison.Ordinal);
    }
}
