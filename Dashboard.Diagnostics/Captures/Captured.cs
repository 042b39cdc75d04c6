using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Captures;

/// <summary>A profile that was captured, with what is known of the capture.</summary>
/// <param name="Facts">When, how long, under which id.</param>
/// <param name="Profile">What was captured.</param>
/// <param name="IsKept">It can be asked for again under its id.</param>
internal sealed record Captured(CaptureInfo Facts, Profile Profile, bool IsKept);

/// <summary>One capture among others.</summary>
/// <param name="Id">Its name in an address; of this process alone.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="At">The profile's own time.</param>
/// <param name="Took">How long, with the seconds of measuring and without the wait for a turn.</param>
/// <param name="Pause">The longest that it held up the process, where that is known.</param>
/// <param name="Seconds">Over how long it was measured; null is a moment's picture.</param>
/// <param name="IsDifference">Its values are what changed over the seconds.</param>
/// <param name="Total">The value of all samples that a reader sees first.</param>
/// <param name="Unit">What the total counts.</param>
internal sealed record CaptureInfo(string Id, string Profile, DateTimeOffset At, TimeSpan Took, TimeSpan? Pause, int? Seconds, bool IsDifference, long Total, SampleType Unit)
{
    /// <summary>The total as people read it.</summary>
    public string TotalText => (IsDifference && Total > 0 ? "+" : "") + SampleTypes.Format(Total, Unit);
}
