using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Tests.Pages;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "0.98 KiB")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(10 * 1024, "10.0 KiB")]
    [InlineData(102400, "100 KiB")]
    [InlineData(1024 * 1024 - 1, "1.00 MiB")]
    [InlineData(2147483648, "2.00 GiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void Bytes_in_binary_prefixes(long bytes, string text) => Assert.Equal(text, Units.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(12, "1.20 µs")]
    [InlineData(9_999, "1.00 ms")]
    [InlineData(15_000, "1.50 ms")]
    [InlineData(9_999_999, "1.00 s")]
    [InlineData(125_000_000, "12.5 s")]
    [InlineData(599_900_000, "1 min 0 s")]
    [InlineData(650_000_000, "1 min 5 s")]
    [InlineData(36_600_000_000, "1 h 1 min")]
    [InlineData(1_000_000_000_000, "1 d 3 h")]
    public void Durations(long ticks, string text) => Assert.Equal(text, Units.Duration(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void Counts_are_in_groups_of_three() => Assert.Equal("1,234,567", Units.Count(1234567));
}
