using System.Globalization;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Numbers with their units, to three significant digits; the exact ones are in the JSON.</summary>
internal static class Units
{
    private static readonly string[] BinaryPrefixes = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>12,345: digits in groups of three.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes)
    {
        double value = bytes;
        var prefix = 0;
        // 1023.5 KiB would be written as 1024 KiB.
        while (Math.Abs(value) >= 999.5 && prefix < BinaryPrefixes.Length - 1)
        {
            value /= 1024;
            prefix++;
        }

        return prefix == 0 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{ThreeDigits(value)} {BinaryPrefixes[prefix]}");
    }

    public static string BytesPerSecond(double bytes) => $"{Bytes((long)bytes)}/s";

    public static string Duration(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0 s",
        { TotalMilliseconds: < 0.9995 } => $"{ThreeDigits(time.TotalMicroseconds)} µs",
        { TotalSeconds: < 0.9995 } => $"{ThreeDigits(time.TotalMilliseconds)} ms",
        { TotalSeconds: < 59.95 } => $"{ThreeDigits(time.TotalSeconds)} s",
        { TotalSeconds: < 60 } => "1 min 0 s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    public static string Percent(double share) => $"{ThreeDigits(share * 100)} %";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string ThreeDigits(double value) =>
        value.ToString(Math.Abs(value) switch { >= 99.95 => "0", >= 9.995 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
