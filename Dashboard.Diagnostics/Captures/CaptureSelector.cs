using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Captures;

/// <summary>What a request is about.</summary>
/// <param name="Current">The capture; null when a timed profile's page asks for none yet.</param>
/// <param name="Base">The earlier one that it is compared with.</param>
/// <param name="IsNew">It was captured for this request.</param>
internal sealed record CaptureSelection(Captured? Current, Captured? Base, bool IsNew)
{
    /// <summary>What changed from the base; null without one.</summary>
    public Profile? Difference { get; init; }
}

/// <summary>The request names captures that are not there, or do not go together.</summary>
internal sealed class CaptureSelectionException(string message, bool isUnknown = false) : Exception(message)
{
    public bool IsUnknown { get; } = isUnknown;
}

/// <summary>Finds the captures that a request names, or takes a new one.</summary>
internal sealed class CaptureSelector(ProfileCaptures captures, KeptCaptures kept)
{
    public async Task<CaptureSelection> SelectAsync(ProfileSource source, PprofRequest request, CancellationToken cancellationToken)
    {
        // Before a new capture pushes it out.
        var earlier = request.Base is { } baseId ? Find(source, baseId) : null;
        if (request.Snapshot is { } id)
            return Comparable(new CaptureSelection(Find(source, id), earlier, IsNew: false));
        // A page does not measure half a minute unasked.
        if (request.Form == ProfileForm.Page && source.Kind == ProfileKind.Timed && request.Seconds is null)
            return new CaptureSelection(null, null, IsNew: false);
        var taken = await captures.TakeAsync(source, request.Seconds, request.CollectFirst, cancellationToken);
        if (request.Keep)
            kept.TakenByPerson(taken.Facts);
        return Comparable(new CaptureSelection(taken, earlier, IsNew: true));
    }

    private Captured Find(ProfileSource source, string id) => kept.Find(source.Name, id)
        ?? throw new CaptureSelectionException(
            $"There is no kept capture '{id}' of {source.Name}, or no longer. There is: {(kept.Of(source.Name) is { Count: > 0 } there ? string.Join(", ", there.Select(k => k.Id)) : "none")}.",
            isUnknown: true);

    private static CaptureSelection Comparable(CaptureSelection selection)
    {
        if (selection is not { Current: { } current, Base: { } earlier })
            return selection;
        if (current.Facts.IsDifference != earlier.Facts.IsDifference)
            throw new CaptureSelectionException("A difference over seconds and a picture of a moment cannot be compared: choose two of a kind.");
        if (!current.Profile.SampleTypes.SequenceEqual(earlier.Profile.SampleTypes))
            throw new CaptureSelectionException("The two captures have other values, for they were taken in different ways: choose two of a kind.");
        return selection with { Difference = ProfileDifference.Between(earlier.Profile, current.Profile) };
    }
}
