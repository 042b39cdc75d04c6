namespace Dashboard.Server.Live;

/// <summary>Nanocores and bytes are whole numbers on the wire; a gap is null.</summary>
internal static class Whole
{
    public static long? Number(float value) => float.IsNaN(value) ? null : (long)MathF.Round(value);

    public static long?[] Numbers(ReadOnlySpan<float> values)
    {
        var numbers = new long?[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number(values[i]);
        }

        return numbers;
    }
}
