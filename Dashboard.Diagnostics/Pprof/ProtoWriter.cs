using System.IO.Compression;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>
/// Writes a profile as profile.proto, gzipped once. Ids of locations and functions run 1, 2, 3 … without gaps, as Parca wants them; one mapping that has everything keeps clients
/// from looking for symbols; system_name stays empty, because pprof takes a name that equals it for C++ and strips its generics.
/// </summary>
internal sealed class ProtoWriter
{
    private readonly FrameAddresses _addresses;
    private readonly List<string> _strings = [""];
    private readonly Dictionary<string, long> _stringIds = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly Dictionary<Frame, long> _locationIds = new(FrameComparer.Instance);
    private readonly Dictionary<(string Name, string File), long> _functionIds = [];
    private readonly ProtoMessage _locations = new();
    private readonly ProtoMessage _functions = new();

    private ProtoWriter(FrameAddresses addresses) => _addresses = addresses;

    public static byte[] Write(Profile profile, FrameAddresses addresses) => new ProtoWriter(addresses).WriteProfile(profile);

    private byte[] WriteProfile(Profile profile)
    {
        var message = new ProtoMessage();
        foreach (var type in profile.SampleTypes)
            message.Message(1, Type(type));
        foreach (var sample in profile.Samples)
            message.Message(2, WriteSample(sample));
        message.Message(3, new ProtoMessage()
            .Number(1, 1)
            .Number(3, long.MaxValue)
            .Number(5, String("[dotnet]"))
            .Flag(7, true)
            .Flag(8, true)
            .Flag(9, true));
        var periodType = Type(profile.PeriodType);
        var defaultSampleType = String(profile.DefaultSampleType ?? "");
        // String numbers, before the table is written.
        long[] comments = [.. CaptureComments.Of(profile).Select(String)];

        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(message.Bytes);
            gzip.Write(_locations.Bytes);
            gzip.Write(_functions.Bytes);
            var rest = new ProtoMessage();
            foreach (var text in _strings)
                rest.Text(6, text);
            rest.Number(9, Nanoseconds(profile.At - DateTimeOffset.UnixEpoch))
                .Number(10, Nanoseconds(profile.Duration ?? TimeSpan.Zero))
                .Message(11, periodType)
                .Number(12, profile.Period)
                .Numbers(13, comments)
                .Number(14, defaultSampleType);
            gzip.Write(rest.Bytes);
        }

        return file.ToArray();
    }

    private ProtoMessage Type(SampleType type) => new ProtoMessage().Number(1, String(type.Type)).Number(2, String(type.Unit));

    private ProtoMessage WriteSample(Sample sample)
    {
        var message = new ProtoMessage().Numbers(1, sample.Stack.Select(Location)).Numbers(2, sample.Values);
        foreach (var label in sample.Labels)
        {
            var written = new ProtoMessage().Number(1, String(label.Key));
            message.Message(3, label.Text is { } text
                ? written.Number(2, String(text))
                : written.Number(3, label.Number).Number(4, String(label.NumberUnit)));
        }

        return message;
    }

    private long Location(Frame frame)
    {
        if (_locationIds.TryGetValue(frame, out var id))
            return id;
        _locationIds[frame] = id = _locationIds.Count + 1;
        var line = new ProtoMessage().Number(1, Function(frame)).Number(2, frame.Line);
        _locations.Message(4, new ProtoMessage().Number(1, id).Number(2, 1).Number(3, (long)_addresses.Of(frame)).Message(4, line));
        return id;
    }

    private long Function(Frame frame)
    {
        if (_functionIds.TryGetValue((frame.Function, frame.File), out var id))
            return id;
        _functionIds[(frame.Function, frame.File)] = id = _functionIds.Count + 1;
        _functions.Message(5, new ProtoMessage().Number(1, id).Number(2, String(frame.Function)).Number(4, String(frame.File)));
        return id;
    }

    private long String(string text)
    {
        if (_stringIds.TryGetValue(text, out var id))
            return id;
        _stringIds[text] = id = _strings.Count;
        _strings.Add(text);
        return id;
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * 100;
}
