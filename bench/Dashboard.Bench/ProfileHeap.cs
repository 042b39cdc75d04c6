using System.Globalization;

namespace Dashboard.Bench;

/// <summary>Living objects such as a service keeps: records with texts, lists, dictionaries, small and a few large arrays.</summary>
internal sealed class ProfileHeap
{
    private readonly List<Entry> _entries = [];
    private readonly List<byte[]> _large = [];

    public ProfileHeap(int megabytes)
    {
        var goal = (long)megabytes << 20;
        while (GC.GetTotalMemory(forceFullCollection: false) < goal || GC.GetTotalMemory(forceFullCollection: true) < goal)
        {
            for (var i = 0; i < 1000; i++)
            {
                _entries.Add(new Entry(_entries.Count, _entries.Count == 0 ? null : _entries[_entries.Count / 2]));
            }

            if (_entries.Count % 20_000 == 0)
            {
                _large.Add(new byte[200_000]);
            }
        }
    }

    public int Entries => _entries.Count;

    /// <summary>Writes to old objects here and there, as a service does: while a copy is read, each page that is written first is copied.</summary>
    public void Touch(int number) => _entries[(int)((uint)number * 2_654_435_761 % (uint)_entries.Count)].Uses++;

    private sealed class Entry(int number, Entry? parent)
    {
        public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"entry-{number}-of-a-cache");

        public Entry? Parent { get; } = parent;

        public List<string> Tags { get; } = [string.Create(CultureInfo.InvariantCulture, $"tag-{number % 100}"), "constant"];

        public Dictionary<string, object>? Properties { get; } =
            number % 4 == 0 ? new Dictionary<string, object> { ["number"] = number, ["weight"] = number * 0.5, ["text"] = new string('x', number % 60) } : null;

        public byte[] Payload { get; } = new byte[number % 16 == 0 ? 2000 : 40];

        public int Uses { get; set; }
    }
}
