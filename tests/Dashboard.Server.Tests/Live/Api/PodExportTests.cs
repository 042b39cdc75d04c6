using Dashboard.Server.Live.Api;

namespace Dashboard.Server.Tests.Live.Api;

public sealed class PodExportTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@import,x", "\"'@import,x\"")]
    [InlineData("-web", "'-web")]
    [InlineData("+web", "'+web")]
    [InlineData("\t=web", "'\t=web")]
    [InlineData("\r=web", "\"'\r=web\"")]
    [InlineData("", "")]
    public void A_text_is_a_cell_and_never_a_formula(string text, string cell) => Assert.Equal(cell, PodExport.Cell(text));

    [Fact]
    public void A_negative_number_stays_a_number() => Assert.Equal("-12345", PodExport.Cell(-12345L));

    [Fact]
    public void What_is_not_known_is_empty_and_not_zero() => Assert.Equal("", PodExport.Cell(null));
}
