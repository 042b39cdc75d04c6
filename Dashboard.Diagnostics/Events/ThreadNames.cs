using System.Text;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Events;

/// <summary>Names of threads by their number, remembered for a moment: the number may be another thread's after a while.</summary>
internal sealed class ThreadNames(TimeProvider timeProvider)
{
    private const string Unknown = "[unknown]";

    private readonly Dictionary<long, string> _names = [];
    private long _read = timeProvider.GetTimestamp();

    public string Of(long id)
    {
        if (timeProvider.GetElapsedTime(_read) > StackNames.Lifetime)
        {
            _names.Clear();
            _read = timeProvider.GetTimestamp();
        }

        if (_names.TryGetValue(id, out var name))
            return name;
        Span<byte> buffer = stackalloc byte[64];
        name = id == 0 ? "" : Encoding.UTF8.GetString(ProcFile.Read($"/proc/self/task/{id}/comm", buffer).TrimEnd((byte)'\n'));
        return _names[id] = name.Length > 0 ? name : Unknown;
    }
}
