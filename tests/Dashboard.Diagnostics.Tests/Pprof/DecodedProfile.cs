using System.IO.Compression;
using System.Text;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof;

/// <summary>Reads a profile.proto with code that shares nothing with the writer, and holds it to every rule that a client depends on.</summary>
internal sealed class DecodedProfile
{
    private const int MaximumStringLength = 4096;

    private readonly List<string> _strings = [];
    private readonly Dictionary<long, (long Mapping, long Address, List<(long Function, long Line)> Lines)> _locations = [];
    private readonly Dictionary<long, (long Name, long SystemName, long File)> _functions = [];
    private readonly List<(List<long> Locations, List<long> Values, List<(long Key, long Text, long Number, long Unit)> Labels)> _samples = [];
    private readonly List<(long Type, long Unit)> _sampleTypes = [];
    private readonly List<Dictionary<int, long>> _mappings = [];
    private readonly List<long> _comments = [];
    private (long Type, long Unit) _periodType;
    private long _defaultSampleType;

    public long Period { get; private set; }

    public long TimeNanoseconds { get; private set; }

    public long DurationNanoseconds { get; private set; }

    /// <summary>Null where the file has none.</summary>
    public string? DefaultSampleType => _defaultSampleType == 0 ? null : _strings[(int)_defaultSampleType];

    /// <summary>How it was captured.</summary>
    public IReadOnlyList<string> Comments => [.. _comments.Select(c => _strings[(int)c])];

    public IReadOnlyList<string> SampleTypes => [.. _sampleTypes.Select(t => $"{_strings[(int)t.Type]}/{_strings[(int)t.Unit]}")];

    public string PeriodType => $"{_strings[(int)_periodType.Type]}/{_strings[(int)_periodType.Unit]}";

    /// <summary>Stacks as names, the leaf first, with values and labels.</summary>
    public IReadOnlyList<(string[] Stack, long[] Values, Dictionary<string, string> Labels)> Samples =>
    [
        .. _samples.Select(s => (
            s.Locations.SelectMany(l => _locations[l].Lines.Select(line => _strings[(int)_functions[line.Function].Name])).ToArray(),
            s.Values.ToArray(),
            s.Labels.ToDictionary(l => _strings[(int)l.Key], l => l.Text != 0 ? _strings[(int)l.Text] : $"{l.Number} {_strings[(int)l.Unit]}"))),
    ];

    /// <summary>Asks for it, then decodes and checks.</summary>
    public static async Task<DecodedProfile> FromAsync(DebugHost host, string path)
    {
        using var answer = await host.GetAsync(path);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
        return Read(body);
    }

    /// <summary>Decodes and checks.</summary>
    public static DecodedProfile Read(byte[] file)
    {
        Assert.Equal([0x1f, 0x8b], file[..2]);
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        var plain = new MemoryStream();
        gzip.CopyTo(plain);
        var bytes = plain.ToArray();
        Assert.NotEqual([0x1f, 0x8b], bytes[..2]); // compressed once

        var profile = new DecodedProfile();
        foreach (var (field, number, data) in Fields(bytes))
            profile.Take(field, number, data);
        profile.Check();
        return profile;
    }

    private void Take(int field, long number, byte[] data)
    {
        switch (field)
        {
            case 1:
                _sampleTypes.Add(Type(data));
                break;
            case 2:
                var (locations, values, labels) = (new List<long>(), new List<long>(), new List<(long, long, long, long)>());
                foreach (var (f, _, d) in Fields(data))
                {
                    if (f == 3)
                        labels.Add((One(d, 1), One(d, 2), One(d, 3), One(d, 4)));
                    else
                        (f == 1 ? locations : values).AddRange(Packed(d));
                }

                _samples.Add((locations, values, labels));
                break;
            case 3:
                _mappings.Add(Fields(data).ToDictionary(f => f.Field, f => f.Number));
                break;
            case 4:
                Assert.Equal(_locations.Count + 1, One(data, 1)); // 1, 2, 3 … in order
                _locations.Add(One(data, 1), (One(data, 2), One(data, 3), [.. Fields(data).Where(f => f.Field == 4).Select(f => (One(f.Data, 1), One(f.Data, 2)))]));
                break;
            case 5:
                Assert.Equal(_functions.Count + 1, One(data, 1));
                _functions.Add(One(data, 1), (One(data, 2), One(data, 3), One(data, 4)));
                break;
            case 6:
                _strings.Add(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data));
                break;
            case 9:
                TimeNanoseconds = number;
                break;
            case 10:
                DurationNanoseconds = number;
                break;
            case 11:
                _periodType = Type(data);
                break;
            case 12:
                Period = number;
                break;
            case 13:
                _comments.AddRange(data.Length > 0 ? Packed(data) : [number]);
                break;
            case 14:
                _defaultSampleType = number;
                break;
            default:
                Assert.Fail($"Field {field} is none of profile.proto that this library writes.");
                break;
        }
    }

    private void Check()
    {
        Assert.Equal("", _strings[0]);
        Assert.Equal(_strings.Count, _strings.Distinct().Count());
        // A name that fills a screen is a defect of the naming; control characters move the reader's terminal.
        Assert.All(_strings, s => Assert.InRange(s.Length, 0, MaximumStringLength));
        Assert.NotEmpty(_sampleTypes);
        Assert.Equal(SampleTypes.Count, SampleTypes.Distinct().Count());
        Assert.All(_sampleTypes, t => Assert.True(t.Type != 0 && t.Unit != 0));
        Assert.All(_comments, c => Assert.InRange(c, 1, _strings.Count - 1));
        if (DefaultSampleType is { } preferred)
            Assert.Contains(preferred, _sampleTypes.Select(t => _strings[(int)t.Type]));
        Assert.NotEqual("/", PeriodType);
        Assert.True(Period > 0);
        Assert.True(TimeNanoseconds > 1_500_000_000_000_000_000);
        var mapping = Assert.Single(_mappings);
        Assert.Equal(1, mapping[1]);
        Assert.Equal("[dotnet]", _strings[(int)mapping[5]]);
        Assert.Equal((1, 1, 1), (mapping[7], mapping[8], mapping[9]));
        Assert.True(DurationNanoseconds >= 0);
        Assert.All(_samples, s =>
        {
            Assert.Equal(_sampleTypes.Count, s.Values.Count);
            Assert.NotEmpty(s.Locations);
            Assert.All(s.Locations, l => Assert.True(_locations.ContainsKey(l)));
            Assert.Equal(s.Labels.Count, s.Labels.Select(l => l.Key).Distinct().Count());
            Assert.All(s.Labels, l => Assert.True(l.Key != 0 && l.Text != 0 != (l.Number != 0 || l.Unit != 0)));
        });
        Assert.All(_locations.Values, l =>
        {
            Assert.Equal(1, l.Mapping);
            Assert.InRange(l.Address, 1, long.MaxValue);
            Assert.NotEmpty(l.Lines);
            Assert.All(l.Lines, line => Assert.True(_functions.ContainsKey(line.Function) && line.Line >= 0));
        });
        Assert.All(_functions.Values, f =>
        {
            Assert.NotEqual("", _strings[(int)f.Name]);
            Assert.Equal(0, f.SystemName);
            Assert.InRange(f.File, 0, _strings.Count - 1);
        });
    }

    private static (long, long) Type(byte[] data) => (One(data, 1), One(data, 2));

    private static long One(byte[] data, int field) => Fields(data).SingleOrDefault(f => f.Field == field).Number;

    private static IEnumerable<long> Packed(byte[] data)
    {
        for (var at = 0; at < data.Length;)
            yield return Varint(data, ref at);
    }

    private static List<(int Field, long Number, byte[] Data)> Fields(byte[] bytes)
    {
        var fields = new List<(int, long, byte[])>();
        for (var at = 0; at < bytes.Length;)
        {
            var key = Varint(bytes, ref at);
            if ((key & 7) == 0)
            {
                fields.Add(((int)(key >> 3), Varint(bytes, ref at), []));
                continue;
            }

            Assert.Equal(2, key & 7);
            var length = (int)Varint(bytes, ref at);
            fields.Add(((int)(key >> 3), 0, bytes[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static long Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(bytes[at] & 0x7F) << shift;
            if (bytes[at++] < 0x80)
                return (long)value;
        }
    }
}
