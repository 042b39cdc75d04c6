namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>
/// Tests that take real captures, plant many threads, or count what the process has. They run alone, one after the other, when all others have ended: on two cores captures beside each other starve, and
/// what one test counts is not another's.
/// </summary>
[CollectionDefinition(PlantedThreads.Collection, DisableParallelization = true)]
public sealed class RunsAlone;
