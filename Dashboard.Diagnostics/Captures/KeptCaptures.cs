using System.Globalization;
using Dashboard.Diagnostics.Pprof;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Captures;

/// <summary>
/// The last captures of each profile, packed, bounded in number and in bytes. What people took (a page, <c>keep=1</c>) is pushed out only by what people take: what a collector
/// or a tool took in passing has the places that are left, and one for its newest.
/// </summary>
internal sealed class KeptCaptures(IOptionsMonitor<DebugEndpointsOptions> options)
{
    private readonly Lock _lock = new();

    // The newest at the end.
    private readonly List<Kept> _all = [];
    private long _bytes;
    private long _count;

    /// <summary>Keeps a capture as one in passing, and gives it its id whether or not there is room for it.</summary>
    public Captured Add(Profile profile, TimeSpan took, int? seconds, bool isDifference)
    {
        var number = Interlocked.Increment(ref _count);
        var id = string.Create(CultureInfo.InvariantCulture, $"{profile.At.UtcDateTime:yyyyMMdd'T'HHmmss}-{number}");
        var type = SampleTypes.Default(profile);
        var info = new CaptureInfo(
            id, profile.Name, profile.At, took, profile.Capture.Pause, seconds, isDifference, profile.Samples.Sum(s => s.Values[type]), profile.SampleTypes[type]);
        var current = options.CurrentValue;
        if (current.KeptCaptures == 0 || current.KeptCaptureBytes == 0)
            return new Captured(info, profile, IsKept: false);
        // Outside the lock: it compresses.
        var packed = PackedProfile.Pack(profile);
        if (packed.Length > current.KeptCaptureBytes)
            return new Captured(info, profile, IsKept: false);
        lock (_lock)
        {
            _all.Add(new Kept(info, packed));
            _bytes += packed.Length;
            MakeRoom(profile.Name, current);
        }

        return new Captured(info, profile, IsKept: true);
    }

    /// <summary>A person took this one: it is not pushed out by what is captured in passing.</summary>
    public void TakenByPerson(CaptureInfo capture)
    {
        lock (_lock)
        {
            if (_all.Find(k => k.Info.Id == capture.Id) is { } kept)
                kept.IsTaken = true;
            MakeRoom(capture.Profile, options.CurrentValue);
        }
    }

    /// <summary>Null when there is none of this id, or no longer.</summary>
    public Captured? Find(string profile, string id)
    {
        Kept? kept;
        lock (_lock)
            kept = _all.Find(k => k.Info.Id == id && k.Info.Profile == profile);
        return kept is null ? null : new Captured(kept.Info, PackedProfile.Unpack(kept.Packed), IsKept: true);
    }

    /// <summary>Those of one profile, the newest first.</summary>
    public IReadOnlyList<CaptureInfo> Of(string profile)
    {
        lock (_lock)
            return [.. _all.Where(k => k.Info.Profile == profile).Select(k => k.Info).Reverse()];
    }

    private void MakeRoom(string profile, DebugEndpointsOptions current)
    {
        // The newest in passing is beside the others, so that a collector costs people none of their places.
        while (_all.Count(k => k.Info.Profile == profile && !IsNewestInPassing(k)) > current.KeptCaptures)
            Remove(OldestOf(profile));
        while (_bytes > current.KeptCaptureBytes)
            Remove(OldestOf(null));
    }

    /// <summary>The first to go: the oldest in passing, then the oldest.</summary>
    private Kept OldestOf(string? profile)
    {
        var candidates = _all.Where(k => profile is null || k.Info.Profile == profile).ToList();
        return candidates.Find(k => !k.IsTaken && !IsNewestInPassing(k))
            ?? candidates.Find(k => !IsNewestInPassing(k))
            ?? candidates[0];
    }

    private bool IsNewestInPassing(Kept kept) => !kept.IsTaken && _all.FindLast(k => k.Info.Profile == kept.Info.Profile && !k.IsTaken) == kept;

    private void Remove(Kept kept)
    {
        _all.Remove(kept);
        _bytes -= kept.Packed.Length;
    }

    private sealed class Kept(CaptureInfo info, byte[] packed)
    {
        public CaptureInfo Info { get; } = info;

        public byte[] Packed { get; } = packed;

        public bool IsTaken { get; set; }
    }
}
