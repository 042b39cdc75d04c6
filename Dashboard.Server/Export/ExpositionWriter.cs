using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;

namespace Dashboard.Server.Export;

/// <summary>Writes families and samples as UTF-8 into a pipe, in either format.</summary>
internal sealed class ExpositionWriter(PipeWriter pipe, ExpositionFormat format)
{
    private const int FlushAt = 64 * 1024;

    // A name, the braces, the longest number and the line's end; labels come on top.
    private const int Overhead = 256;

    private int _unflushed;
    private Family _family;
    private bool _begun;

    /// <summary>Series written.</summary>
    public long Series { get; private set; }

    /// <summary>Time to let the pipe take what was written, and to wait for a slow scraper.</summary>
    public bool WantsFlush => _unflushed >= FlushAt;

    /// <summary>Begins a family; its header is written with its first sample, so an empty one leaves nothing.</summary>
    public void Begin(in Family family)
    {
        _family = family;
        _begun = false;
    }

    /// <param name="labels">As <see cref="LabelEncoder"/> made them, without braces; may be empty.</param>
    /// <param name="nanos">The value in billionths.</param>
    public void AddNanos(ReadOnlySpan<byte> labels, long nanos)
    {
        var line = Line(labels, out var length);
        var (whole, fraction) = Math.DivRem(nanos, 1_000_000_000);
        Utf8Formatter.TryFormat(whole, line[length..], out var written);
        length += written;
        if (fraction != 0)
        {
            line[length++] = (byte)'.';
            Utf8Formatter.TryFormat(fraction, line[length..], out _, new StandardFormat('D', 9));
            length += 9;
            while (line[length - 1] == '0')
            {
                length--;
            }
        }

        End(line, length);
    }

    public void Add(ReadOnlySpan<byte> labels, long value)
    {
        var line = Line(labels, out var length);
        Utf8Formatter.TryFormat(value, line[length..], out var written);
        End(line, length + written);
    }

    public void Add(ReadOnlySpan<byte> labels, double value)
    {
        var line = Line(labels, out var length);
        Utf8Formatter.TryFormat(value, line[length..], out var written);
        End(line, length + written);
    }

    /// <summary>Ends the exposition.</summary>
    public void EndAll()
    {
        if (format.IsOpenMetrics)
        {
            Raw("# EOF\n"u8);
        }
    }

    /// <summary>Writes lines that are an exposition already.</summary>
    public void Raw(ReadOnlySpan<byte> lines)
    {
        pipe.Write(lines);
        _unflushed += lines.Length;
    }

    /// <returns>False when nobody reads any more.</returns>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        _unflushed = 0;
        var result = await pipe.FlushAsync(cancellationToken);
        return !result.IsCompleted && !result.IsCanceled;
    }

    private Span<byte> Line(ReadOnlySpan<byte> labels, out int length)
    {
        if (!_begun)
        {
            Header();
        }

        var line = pipe.GetSpan(labels.Length + Overhead);
        _family.Sample.CopyTo(line);
        length = _family.Sample.Length;
        if (labels.Length > 0)
        {
            line[length++] = (byte)'{';
            labels.CopyTo(line[length..]);
            length += labels.Length;
            line[length++] = (byte)'}';
        }

        line[length++] = (byte)' ';
        return line;
    }

    private void End(Span<byte> line, int length)
    {
        line[length++] = (byte)'\n';
        pipe.Advance(length);
        _unflushed += length;
        Series++;
    }

    private void Header()
    {
        _begun = true;
        // The text format names a counter by its samples, OpenMetrics by its family.
        var name = format.IsOpenMetrics ? _family.Name : Encoding.UTF8.GetString(_family.Sample);
        Raw(Encoding.UTF8.GetBytes($"# HELP {name} {_family.Help}\n# TYPE {name} {(_family.IsCounter ? "counter" : "gauge")}\n"));
        if (format.IsOpenMetrics && _family.Unit is not null)
        {
            Raw(Encoding.UTF8.GetBytes($"# UNIT {name} {_family.Unit}\n"));
        }
    }
}

/// <summary>A metric family.</summary>
internal readonly struct Family
{
    /// <param name="name">Without <c>_total</c>; ends with the unit where there is one.</param>
    /// <param name="help">One line, without backslashes and quotes, which the formats escape differently.</param>
    /// <param name="unit">A unit the name ends with.</param>
    /// <param name="counter">Whether it only grows.</param>
    public Family(string name, string help, string? unit = null, bool counter = false)
    {
        (Name, Help, Unit, IsCounter) = (name, help, unit, counter);
        Sample = Encoding.UTF8.GetBytes(counter ? name + "_total" : name);
    }

    public string Name { get; }

    public string Help { get; }

    public string? Unit { get; }

    public bool IsCounter { get; }

    /// <summary>The name on a sample's line.</summary>
    public byte[] Sample { get; }
}
