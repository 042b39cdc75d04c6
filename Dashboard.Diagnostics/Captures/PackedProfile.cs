using System.IO.Compression;
using System.Text;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Captures;

/// <summary>
/// A profile as few bytes: each text, frame, stack and label once, compressed. A kept capture is then a single array that costs the collector nothing to mark, and its size
/// is known. The form is this process' own; nothing else reads it.
/// </summary>
internal static class PackedProfile
{
    // The compressor makes a block of what it is given at once: byte by byte it would not compress.
    private const int Buffer = 64 * 1024;

    public static byte[] Pack(Profile profile)
    {
        var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(new BufferedStream(new BrotliStream(bytes, CompressionLevel.Fastest), Buffer), Encoding.UTF8))
            new Packer(writer).Write(profile);
        return bytes.ToArray();
    }

    public static Profile Unpack(byte[] packed)
    {
        using var reader = new BinaryReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return new Unpacker(reader).Read();
    }

    private sealed class Packer(BinaryWriter to)
    {
        private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
        private readonly Dictionary<Frame, int> _frames = new(FrameComparer.Instance);
        private readonly Dictionary<IReadOnlyList<Frame>, int> _stacks = new(StackComparer.Instance);
        private readonly Dictionary<IReadOnlyList<Frame>, int> _sameStacks = new(ReferenceEqualityComparer.Instance);

        public void Write(Profile profile)
        {
            Text(profile.Name);
            Number(profile.SampleTypes.Count);
            foreach (var type in profile.SampleTypes)
                Type(type);
            Type(profile.PeriodType);
            Number(profile.Period);
            OptionalText(profile.DefaultSampleType);
            Number(profile.At.UtcTicks);
            Number(profile.Duration?.Ticks ?? -1);
            Text(profile.Capture.Way);
            Number(profile.Capture.Pause?.Ticks ?? -1);
            Number(profile.Capture.Notes.Count);
            foreach (var note in profile.Capture.Notes)
                Text(note);
            Number(profile.Samples.Count);
            foreach (var sample in profile.Samples)
                Sample(sample);
        }

        private void Sample(Sample sample)
        {
            if (!_sameStacks.TryGetValue(sample.Stack, out var id) && !_stacks.TryGetValue(sample.Stack, out id))
            {
                // A number that is not given out yet says that the thing itself follows.
                _stacks[sample.Stack] = id = _stacks.Count;
                Number(id);
                Number(sample.Stack.Count);
                foreach (var frame in sample.Stack)
                    Frame(frame);
            }
            else
            {
                Number(id);
            }

            _sameStacks[sample.Stack] = id;
            foreach (var value in sample.Values)
                Number(value);
            Number(sample.Labels.Count);
            foreach (var label in sample.Labels)
            {
                Text(label.Key);
                OptionalText(label.Text);
                Number(label.Number);
                Text(label.NumberUnit);
            }
        }

        private void Frame(Frame frame)
        {
            if (_frames.TryGetValue(frame, out var id))
            {
                Number(id);
                return;
            }

            Number(_frames[frame] = _frames.Count);
            Text(frame.Function);
            Text(frame.File);
            Number(frame.Line);
            Text(frame.Module);
        }

        private void Type(SampleType type)
        {
            Text(type.Type);
            Text(type.Unit);
        }

        private void OptionalText(string? text)
        {
            to.Write(text is not null);
            if (text is not null)
                Text(text);
        }

        private void Text(string text)
        {
            if (_texts.TryGetValue(text, out var id))
            {
                Number(id);
                return;
            }

            Number(_texts[text] = _texts.Count);
            to.Write(text);
        }

        private void Number(long value) => to.Write7BitEncodedInt64(value);
    }

    private sealed class Unpacker(BinaryReader from)
    {
        private readonly List<string> _texts = [];
        private readonly List<Frame> _frames = [];
        private readonly List<Frame[]> _stacks = [];

        public Profile Read()
        {
            var name = Text();
            SampleType[] types = [.. Many(Type)];
            var periodType = Type();
            var period = Number();
            var defaultType = OptionalText();
            var at = new DateTimeOffset(Number(), TimeSpan.Zero);
            var duration = OptionalTime();
            var capture = new CaptureFacts(Text()) { Pause = OptionalTime(), Notes = [.. Many(Text)] };
            return new Profile
            {
                Name = name,
                SampleTypes = types,
                PeriodType = periodType,
                Period = period,
                DefaultSampleType = defaultType,
                At = at,
                Duration = duration,
                Capture = capture,
                Samples = [.. Many(() => Sample(types.Length))],
            };
        }

        private Sample Sample(int values)
        {
            var id = (int)Number();
            if (id == _stacks.Count)
                _stacks.Add([.. Many(Frame)]);
            var numbers = new long[values];
            for (var i = 0; i < values; i++)
                numbers[i] = Number();
            return new Sample(_stacks[id], numbers, [.. Many(() => new Label(Text(), OptionalText(), Number(), Text()))]);
        }

        private Frame Frame()
        {
            var id = (int)Number();
            if (id == _frames.Count)
                _frames.Add(new Frame(Text(), Text(), (int)Number(), Text()));
            return _frames[id];
        }

        private SampleType Type() => new(Text(), Text());

        private string? OptionalText() => from.ReadBoolean() ? Text() : null;

        private TimeSpan? OptionalTime() => Number() is var ticks and >= 0 ? TimeSpan.FromTicks(ticks) : null;

        private string Text()
        {
            var id = (int)Number();
            if (id == _texts.Count)
                _texts.Add(from.ReadString());
            return _texts[id];
        }

        private IEnumerable<T> Many<T>(Func<T> one)
        {
            var count = Number();
            for (var i = 0L; i < count; i++)
                yield return one();
        }

        private long Number() => from.Read7BitEncodedInt64();
    }
}
