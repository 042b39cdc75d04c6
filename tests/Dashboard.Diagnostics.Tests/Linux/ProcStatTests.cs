using System.Text;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Tests.Linux;

public sealed class ProcStatTests
{
    private const string Rest = " S 1 2 3 0 -1 4194304 98 0 0 0 150 25 0 0 20 0 61 0 127074 3133440 382 18446744073709551615 1 2 3 0 0\n";

    [Theory]
    [InlineData("4711 (.NET TP Worker)", ".NET TP Worker")]
    [InlineData("4711 (a) R (b)", "a) R (b")]
    [InlineData("4711 (:) )", ":) ")]
    [InlineData("4711 ()", "")]
    public void Reads_a_line_whatever_the_name(string head, string name)
    {
        Assert.True(ProcStat.TryParse(Encoding.UTF8.GetBytes(head + Rest), out var stat));

        Assert.Equal(4711, stat.Id);
        Assert.Equal(name, stat.Name);
        Assert.Equal('S', stat.State);
        Assert.Equal(TimeSpan.FromSeconds(1.75), stat.CpuTime);
        Assert.Equal(61, stat.Threads);
        Assert.Equal(127074, stat.StartTicks);
        Assert.Equal(382, stat.ResidentPages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711")]
    [InlineData("4711 (x)")]
    [InlineData("x (y) S 1 2 3")]
    [InlineData("4711 (x) S 1 2 3 0 -1 4194304")]
    [InlineData("4711 (x) S 1 2 3 0 -1 4194304 98 0 0 0 abc 25 0 0 20 0 61 0 127074 3133440 382 1")]
    public void Refuses_what_is_not_such_a_line(string line) =>
        Assert.False(ProcStat.TryParse(Encoding.UTF8.GetBytes(line), out _));
}
