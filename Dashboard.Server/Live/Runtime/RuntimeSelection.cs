namespace Dashboard.Server.Live.Runtime;

/// <summary>How much of the server's own past is wanted.</summary>
internal readonly record struct RuntimeSelection(TimeSpan Range)
{
    public const int RangeSecondsMinimum = 60;
    public const int RangeSecondsMaximum = 3600;
    public const int RangeSecondsDefault = 900;

    /// <exception cref="InvalidQueryException">The range is outside 60 to 3,600 seconds.</exception>
    public static RuntimeSelection From(int? rangeSeconds, QueryErrors? errors = null)
    {
        errors ??= new QueryErrors();
        var seconds = errors.Range("rangeSeconds", rangeSeconds, RangeSecondsMinimum, RangeSecondsMaximum, RangeSecondsDefault);
        errors.ThrowIfAny();
        return new RuntimeSelection(TimeSpan.FromSeconds(seconds));
    }
}
