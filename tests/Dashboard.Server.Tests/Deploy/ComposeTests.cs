using System.Diagnostics;
using Dashboard.Server.Tests.Architecture;

namespace Dashboard.Server.Tests.Deploy;

/// <summary>docker-compose.yml and what it mounts: every path, port and key.</summary>
public sealed class ComposeTests
{
    // Of the Compose specification: a key that is not in it is an error at `docker compose up`.
    private static readonly string[] ServiceKeys =
    [
        "build", "cap_drop", "command", "depends_on", "environment", "image", "mem_limit", "ports", "restart", "secrets", "security_opt", "volumes",
    ];

    private static readonly Yaml Compose = Yaml.Documents("docker-compose.yml").Single();
    private static readonly Yaml Prometheus = Yaml.Documents("deploy", "prometheus", "prometheus.yml").Single();

    private static IEnumerable<Yaml> Services => Compose["services"].Keys.Select(name => Compose["services"][name]);

    [Fact]
    public void It_has_no_key_that_compose_does_not_know()
    {
        Assert.Empty(Compose.Keys.Except(["services", "secrets", "volumes"]));
        Assert.All(Services, service => Assert.Empty(service.Keys.Except(ServiceKeys)));
    }

    [Fact]
    public void The_dashboard_is_built_here_and_published_on_its_port()
    {
        var dashboard = Compose["services"]["dashboard"];
        Assert.True(File.Exists(Repository.PathTo(dashboard["build"].Text, "Dockerfile")));
        Assert.Equal([$"5080:{Dockerfile.Port}"], dashboard["ports"].Texts);
    }

    [Fact]
    public void Every_environment_variable_is_a_key_that_the_server_reads()
    {
        var environment = Compose["services"]["dashboard"]["environment"];
        Assert.NotEmpty(environment.Keys);
        Assert.All(environment.Keys, key => Assert.Null(ConfigurationKeys.Problem(key, environment[key].Text)));
    }

    [Theory]
    [InlineData("Acces__TokenFile", "x")]
    [InlineData("Access__TokenFiles", "x")]
    [InlineData("ACCESS", "x")]
    public void A_misspelt_variable_would_be_found(string variable, string value) => Assert.NotNull(ConfigurationKeys.Problem(variable, value));

    [Fact]
    public void Mounts_exist_and_volumes_and_secrets_are_declared()
    {
        foreach (var service in Services)
        {
            foreach (var source in (service.Find("volumes")?.Texts ?? []).Select(volume => volume.Split(':')[0]))
            {
                Assert.True(source.StartsWith('.') ? File.Exists(Repository.PathTo(source)) : Compose["volumes"].Keys.Contains(source), $"{service.Path}: {source}");
            }

            Assert.Empty((service.Find("secrets")?.Texts ?? []).Except(Compose["secrets"].Keys));
            Assert.Empty((service.Find("depends_on")?.Texts ?? []).Except(Compose["services"].Keys));
        }
    }

    [Fact]
    public void The_token_is_read_where_the_secret_is_mounted()
    {
        var mounted = "/run/secrets/" + Compose["secrets"].Keys.Single();
        Assert.Equal(mounted, Compose["services"]["dashboard"]["environment"]["Access__TokenFile"].Text);
        Assert.Equal(mounted, Prometheus["scrape_configs"][0]["authorization"]["credentials_file"].Text);
        Assert.All(Services, service => Assert.Equal(Compose["secrets"].Keys, service["secrets"].Texts));
    }

    [Fact]
    public void Prometheus_is_started_with_the_mounted_configuration_and_scrapes_the_dashboard()
    {
        var prometheus = Compose["services"]["prometheus"];
        var mount = prometheus["volumes"].Texts.Single(volume => volume.StartsWith("./deploy/prometheus/prometheus.yml:", StringComparison.Ordinal)).Split(':')[1];
        Assert.Contains($"--config.file={mount}", prometheus["command"].Texts);
        Assert.Equal([$"dashboard:{Dockerfile.Port}"], Prometheus["scrape_configs"][0]["static_configs"][0]["targets"].Texts);
        Assert.Equal("/metrics", Prometheus["scrape_configs"][0]["metrics_path"].Text);
    }

    [Fact]
    public async Task Promtool_finds_nothing_in_the_configuration()
    {
        var start = new ProcessStartInfo("promtool", ["check", "config", "--syntax-only", Repository.PathTo("deploy", "prometheus", "prometheus.yml")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool is not installed (Debian: apt-get install prometheus).");
            return;
        }

        using (process)
        {
            var words = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
                + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, words);
        }
    }
}
