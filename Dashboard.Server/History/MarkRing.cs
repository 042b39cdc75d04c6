namespace Dashboard.Server.History;

/// <summary>The newest marks, up to a capacity; the oldest gives way.</summary>
internal sealed class MarkRing(int capacity)
{
    private Mark[] _marks = [];
    private int _first;
    private int _count;

    public void Add(Mark mark)
    {
        if (_count == _marks.Length && _count < capacity)
        {
            Array.Resize(ref _marks, Math.Min(capacity, Math.Max(2, _count * 2)));
        }

        if (_count < _marks.Length)
        {
            _marks[_count++] = mark;
        }
        else
        {
            _marks[_first] = mark;
            _first = (_first + 1) % _marks.Length;
        }
    }

    /// <summary>Whether it holds a restart of the container at that time.</summary>
    public bool HoldsRestart(string container, DateTimeOffset at)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_marks[i] is { Kind: MarkKind.Restarted or MarkKind.OomKilled } mark && mark.Container == container && mark.At == at)
            {
                return true;
            }
        }

        return false;
    }

    public void CopyTo(List<Mark> into, DateTimeOffset from)
    {
        for (var i = 0; i < _count; i++)
        {
            var mark = _marks[(_first + i) % _count];
            if (mark.At > from)
            {
                into.Add(mark);
            }
        }
    }
}
