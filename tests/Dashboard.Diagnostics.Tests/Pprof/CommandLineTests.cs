using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Tests.Pprof;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("app --port 80 --urls http://+:80", "app --port 80 --urls http://+:80")]
    [InlineData("app --password hunter2 --port 80", "app --password *** --port 80")]
    [InlineData("app --password --hunter2 --port 80", "app --password *** --port 80")]
    [InlineData("app --Access:Token=abc=;def", "app --Access:Token=***")]
    [InlineData("app /ApiKey abc", "app /ApiKey ***")]
    [InlineData("app --api_key=abc", "app --api_key=***")]
    [InlineData("app CONNECTION_STRING=Host=db;User=x", "app CONNECTION_STRING=***")]
    [InlineData("app --db=Host=db;Password=a;Port=1", "app --db=Host=db;Password=***;Port=1")]
    [InlineData("app --db=Host=db;Password='a;b';Port=1", "app --db=Host=db;Password=***;Port=1")]
    [InlineData("app https://user:pa@ss@host/path?sig=1#x", "app https://***@host/path?***")]
    [InlineData("app --url=https://host/path?sv=1&sig=2", "app --url=https://host/path?***")]
    [InlineData("app --header=Bearer|abc.def", "app --header=Bearer|***")]
    [InlineData("app --token-file /run/x", "app --token-file ***")]
    public void What_looks_like_a_secret_is_taken_out(string arguments, string expected) =>
        Assert.Equal(expected, string.Join(' ', CommandLine.Redact([.. arguments.Split(' ').Select(a => a.Replace('|', ' '))])).Replace("Bearer ", "Bearer|", StringComparison.Ordinal));
}
