namespace Dashboard.Simulator.Objects;

/// <summary>How much CPU a container uses: a base that follows the day, with noise and now and then a burst.</summary>
/// <param name="DailyShare">How far the day moves the base, as a share of it.</param>
/// <param name="BurstMillicores">Added for a fifth of each period of bursts; 0: none.</param>
internal sealed record CpuLoad(double BaseMillicores, double DailyShare = 0.4, double NoiseShare = 0.25, double BurstMillicores = 0, double BurstPeriodSeconds = 600);

internal enum MemoryPattern
{
    /// <summary>About the base, for ever.</summary>
    Flat,

    /// <summary>From the base to the peak and back at once, each period: a garbage collector.</summary>
    SawTooth,

    /// <summary>From the base towards the peak, ever more slowly: a cache that fills.</summary>
    Filling,

    /// <summary>From the base up by the peak's share of each period, until the limit kills it.</summary>
    Leaking,
}

internal sealed record MemoryLoad(MemoryPattern Pattern, double BaseMebibytes, double PeakMebibytes = 0, double PeriodSeconds = 0);

/// <summary>Requests and limits: millicores and mebibytes, 0 where none is set.</summary>
internal sealed record ContainerSpec(string Name, string Image, CpuLoad Cpu, MemoryLoad Memory)
{
    public int CpuRequest { get; init; }

    public int CpuLimit { get; init; }

    public int MemoryRequest { get; init; }

    public int MemoryLimit { get; init; }

    public int Port { get; init; }

    /// <summary>Extended resources that no node may have.</summary>
    public int Gpus { get; init; }
}
