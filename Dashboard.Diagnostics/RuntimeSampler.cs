namespace Dashboard.Diagnostics;

/// <summary>Takes <see cref="RuntimeSample"/>s of this process. Registered by AddDebugEndpoints; safe for concurrent use.</summary>
public sealed class RuntimeSampler
{
    /// <summary>Takes a sample now.</summary>
    public RuntimeSample Take() => throw new NotImplementedException();
}
