using System.Collections.Concurrent;
using System.Globalization;
using Dashboard.Server.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Cluster;

public sealed class ClusterConnectionTests
{
    private readonly ConcurrentQueue<string> _tokens = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T21:00:00Z", null));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rewritten_kubeconfig_is_picked_up_and_the_old_client_ends_with_its_last_request()
    {
        await using var server = await FakeApiServer.StartAsync(Remember);
        await using var connection = server.Connect(_time);
        var watch = await connection.RentAsync(Stop);
        await AskAsync(connection);

        server.WriteKubeconfig("token: second");
        await AskAsync(connection);
        _time.Advance(TimeSpan.FromSeconds(11));
        await AskAsync(connection);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], _tokens);

        // Who rented before goes on with the old one; it is disposed when it is given back.
        (await watch.GetAsync("x", Stop)).Dispose();
        Assert.Equal("Bearer first", _tokens.Last());
        Assert.Equal(2, connection.Sockets.Open);
        watch.Dispose();
        Assert.Equal(1, connection.Sockets.Open);
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => watch.GetAsync("x", Stop));
    }

    [Fact]
    public async Task A_client_certificate_that_is_swapped_is_a_change()
    {
        await using var server = await FakeApiServer.StartAsync(Remember);
        var path = Path.Combine(server.Directory, "ca.crt");
        await File.WriteAllTextAsync(path, "one", Stop);
        var files = new CredentialFiles([path, null, Path.Combine(server.Directory, "missing")]);
        var before = files.Fingerprint();
        Assert.Equal(before, files.Fingerprint());

        // As Kubernetes does it: a link to another file, which is older.
        var other = Path.Combine(server.Directory, "other");
        await File.WriteAllTextAsync(other, "two", Stop);
        File.SetLastWriteTime(other, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Delete(path);
        File.CreateSymbolicLink(path, other);

        Assert.NotEqual(before, files.Fingerprint());
    }

    [Fact]
    public async Task A_401_makes_a_new_client_which_asks_the_exec_plugin_again()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
        {
            Remember(context);
            context.Response.StatusCode = context.Request.Headers.Authorization == _tokens.First() ? 401 : 200;
            return Task.CompletedTask;
        });
        server.WriteKubeconfig(Plugin(server, "null"));
        await using var connection = server.Connect(_time);

        await AskAsync(connection);
        await AskAsync(connection);
        Assert.Single(_tokens.Distinct());

        // Without an expiry the plugin is not asked again by itself; the refusal asks it, and at most once in the interval.
        _time.Advance(TimeSpan.FromSeconds(11));
        await AskAsync(connection);
        await AskAsync(connection);
        _time.Advance(TimeSpan.FromSeconds(11));
        await AskAsync(connection);
        Assert.Equal(2, _tokens.Distinct().Count());
        Assert.Equal(_tokens.ElementAt(2), _tokens.Last());
    }

    [Fact]
    public async Task An_exec_token_is_used_until_it_expires()
    {
        await using var server = await FakeApiServer.StartAsync(Remember);
        server.WriteKubeconfig(Plugin(server, "\\\"2100-01-01T00:00:00Z\\\""));
        await using (var connection = server.Connect())
        {
            await AskAsync(connection);
            await AskAsync(connection);
            Assert.Single(_tokens.Distinct());
        }

        _tokens.Clear();
        server.WriteKubeconfig(Plugin(server, "\\\"2020-01-01T00:00:00Z\\\""));
        await using (var connection = server.Connect())
        {
            await AskAsync(connection);
            await AskAsync(connection);
            Assert.Equal(2, _tokens.Distinct().Count());
        }
    }

    [Theory]
    [InlineData("missing", "does not exist")]
    [InlineData("broken", "cannot be used")]
    public async Task A_broken_kubeconfig_says_so_and_is_read_again(string file, string expected)
    {
        await using var server = await FakeApiServer.StartAsync(Remember);
        var path = Path.Combine(server.Directory, file);
        if (file == "broken")
        {
            await File.WriteAllTextAsync(path, "apiVersion: v1\nkind: Config\ncurrent-context: nowhere\n", Stop);
        }

        await using var connection = FakeApiServer.Connect(path, _time);
        var failure = await Assert.ThrowsAsync<ClusterConfigurationException>(() => AskAsync(connection));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal((ClusterOrigin.Kubeconfig, false), (connection.Identity.Origin, connection.Identity.Demo));

        File.Copy(server.KubeconfigPath, path, overwrite: true);
        await Assert.ThrowsAsync<ClusterConfigurationException>(() => AskAsync(connection));
        _time.Advance(TimeSpan.FromSeconds(11));
        await AskAsync(connection);
        Assert.Equal("test", connection.Identity.Name);
    }

    [Fact]
    public async Task A_file_that_breaks_later_leaves_the_working_client()
    {
        await using var server = await FakeApiServer.StartAsync(Remember);
        await using var connection = server.Connect(_time);
        await AskAsync(connection);
        await File.WriteAllTextAsync(server.KubeconfigPath, "{", Stop);
        _time.Advance(TimeSpan.FromSeconds(11));

        await AskAsync(connection);

        Assert.Equal(2, _tokens.Count);
    }

    [Fact]
    public async Task Sockets_never_exceed_the_bound_over_clients_that_are_replaced()
    {
        var release = new TaskCompletionSource();
        var arrived = new SemaphoreSlim(0);
        await using var server = await FakeApiServer.StartAsync(async context =>
        {
            arrived.Release();
            await release.Task.WaitAsync(context.RequestAborted);
        });
        await using var connection = server.Connect(_time, new ClusterOptions { MaxConnections = 4 });
        var first = Enumerable.Range(0, 6).Select(_ => AskAsync(connection)).ToArray();
        for (var i = 0; i < 4; i++)
        {
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        }

        server.WriteKubeconfig("token: second");
        _time.Advance(TimeSpan.FromSeconds(11));
        var second = Enumerable.Range(0, 6).Select(_ => AskAsync(connection)).ToArray();

        // A second pool has sockets of its own to open, and finds none left.
        Assert.False(await arrived.WaitAsync(TimeSpan.FromMilliseconds(200), Stop));
        Assert.Equal(4, connection.Sockets.Open);

        release.SetResult();
        await Task.WhenAll([.. first, .. second]).WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.Equal(4, connection.Sockets.Peak);
        await connection.DisposeAsync();
        Assert.Equal(0, connection.Sockets.Open);
    }

    private Task Remember(HttpContext context)
    {
        _tokens.Enqueue(context.Request.Headers.Authorization.ToString());
        return Task.CompletedTask;
    }

    private static async Task AskAsync(ClusterConnection connection)
    {
        using var lease = await connection.RentAsync(Stop);
        using var response = await lease.GetAsync("api/v1/pods", Stop);
        await response.Content.ReadAsByteArrayAsync(Stop);
    }

    /// <summary>A plugin that gives another token each time it runs.</summary>
    private static string Plugin(FakeApiServer server, string expiry)
    {
        var counter = Path.Combine(server.Directory, "count");
        var script = Path.Combine(server.Directory, "plugin.sh");
        File.WriteAllText(script, $$$"""
            n=$(cat {{{counter}}} 2>/dev/null || echo 0)
            n=$((n + 1))
            echo $n > {{{counter}}}
            echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"token-$n\",\"expirationTimestamp\":{{{expiry}}}}}"
            """);
        return string.Create(CultureInfo.InvariantCulture, $$"""exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["{{script}}"], interactiveMode: Never}""");
    }
}
