namespace Dashboard.Diagnostics.Sources;

/// <summary>The lines of one method by IL offset, ascending. Hidden sequence points are left out: what lies in one belongs to the line before it, as in the runtime's own stack traces.</summary>
/// <param name="Offsets">Where each line's code begins.</param>
/// <param name="Places">The line of each offset.</param>
internal sealed record MethodLines(int[] Offsets, SourceLine[] Places)
{
    public static readonly MethodLines None = new([], []);

    /// <summary>Null when the method has no lines. An offset before the first line is on the first: the prologue.</summary>
    public SourceLine? At(int ilOffset)
    {
        if (Offsets.Length == 0)
            return null;
        var index = Array.BinarySearch(Offsets, ilOffset);
        return Places[Math.Max(0, index >= 0 ? index : ~index - 1)];
    }
}
