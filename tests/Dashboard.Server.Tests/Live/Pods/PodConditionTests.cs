using Dashboard.Server.Live.Pods;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pods;

public sealed class PodConditionTests
{
    [Theory]
    [InlineData("Running", "Running", nameof(PodCondition.Well), false)]
    [InlineData("Succeeded", "Completed", nameof(PodCondition.Ended), false)]
    [InlineData("Running", "CrashLoopBackOff", nameof(PodCondition.Crashing), true)]
    [InlineData("Pending", "Init:CrashLoopBackOff", nameof(PodCondition.Crashing), true)]
    [InlineData("Pending", "Init:0/1", nameof(PodCondition.Starting), true)]
    [InlineData("Pending", "ContainerCreating", nameof(PodCondition.Starting), true)]
    [InlineData("Pending", "ImagePullBackOff", nameof(PodCondition.CannotStart), true)]
    [InlineData("Failed", "Evicted", nameof(PodCondition.Failed), true)]
    [InlineData("Failed", "ExitCode:3", nameof(PodCondition.Failed), true)]
    [InlineData("Running", "Terminating", nameof(PodCondition.Ending), false)]
    [InlineData("Unknown", "Unknown", nameof(PodCondition.Unknown), true)]
    public void Is_read_from_the_status(string phase, string status, string expected, bool troubled)
    {
        var pod = Pod("a", phase: phase, status: status);
        var condition = PodConditions.Of(pod);
        Assert.Equal(expected, condition.ToString());
        Assert.Equal(troubled, PodConditions.IsTroubled(pod, condition, Noon));
    }

    [Fact]
    public void A_pod_that_starts_or_ends_has_two_minutes()
    {
        var starting = Pod("a", phase: "Pending", status: "ContainerCreating", minutesOld: 1);
        Assert.False(PodConditions.IsTroubled(starting, PodConditions.Of(starting), Noon));
        var ending = Pod("a", status: "Terminating") with { DeletionRequestedAt = Noon.AddMinutes(-3) };
        Assert.True(PodConditions.IsTroubled(ending, PodConditions.Of(ending), Noon));
    }
}
