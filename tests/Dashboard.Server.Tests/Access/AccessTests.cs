using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Tests.Access;

public sealed class AccessTests
{
    private const string Token = "correct-horse-battery-staple";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/secret", HttpStatusCode.Unauthorized)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/signin", HttpStatusCode.OK)]
    [InlineData("/no-such-page", HttpStatusCode.Unauthorized)]
    public async Task Without_the_token_only_anonymous_routes_answer(string path, HttpStatusCode expected)
    {
        await using var server = await Server.StartAsync($"--Access:Token={Token}");
        using var response = await server.Client.GetAsync(path, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("Bearer", Token, HttpStatusCode.OK)]
    [InlineData("bearer", Token, HttpStatusCode.OK)]
    [InlineData("Bearer", "correct-horse-battery-stapleX", HttpStatusCode.Unauthorized)]
    [InlineData("Basic", "any:" + Token, HttpStatusCode.OK)]
    [InlineData("Basic", ":" + Token, HttpStatusCode.OK)]
    [InlineData("Basic", Token, HttpStatusCode.Unauthorized)]
    [InlineData("Basic", Token + ":", HttpStatusCode.Unauthorized)]
    [InlineData("Negotiate", Token, HttpStatusCode.Unauthorized)]
    public async Task The_token_is_taken_as_bearer_and_as_basic_password(string scheme, string credential, HttpStatusCode expected)
    {
        await using var server = await Server.StartAsync($"--Access:Token={Token}");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/secret");
        var parameter = scheme == "Basic" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(credential)) : credential;
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, parameter);
        using var response = await server.Client.SendAsync(request, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_refusal_says_what_to_do_in_plain_text()
    {
        await using var server = await Server.StartAsync($"--Access:Token={Token}");
        using var response = await server.Client.GetAsync("/secret", Cancel);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Authorization: Bearer TOKEN", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("Basic", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("X-Go-Pprof")));
    }

    [Fact]
    public async Task A_page_leads_to_the_sign_in_and_the_link_signs_in_once_for_all()
    {
        await using var server = await Server.StartAsync($"--Access:Token={Token}");
        using var page = new HttpRequestMessage(HttpMethod.Get, "/secret?x=1");
        page.Headers.Accept.ParseAdd("text/html");
        using var redirect = await server.Client.SendAsync(page, Cancel);
        Assert.Equal(HttpStatusCode.Found, redirect.StatusCode);
        Assert.EndsWith("/signin?returnUrl=%2Fsecret%3Fx%3D1", redirect.Headers.Location?.ToString(), StringComparison.Ordinal);

        using var signIn = await server.Client.GetAsync($"/signin?token={Token}&returnUrl=%2Fsecret", Cancel);
        Assert.Equal("/secret", signIn.Headers.Location?.ToString());
        var cookie = Assert.Single(signIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);

        using var secret = await server.Client.GetAsync("/secret", Cancel);
        Assert.Equal(HttpStatusCode.OK, secret.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/pods?sort=cpu", "/pods?sort=cpu")]
    public async Task Signing_in_leads_to_this_server_only(string returnUrl, string expected)
    {
        await using var server = await Server.StartAsync($"--Access:Token={Token}");
        using var response = await server.Client.PostAsync(
            $"/signin?returnUrl={Uri.EscapeDataString(returnUrl)}", new FormUrlEncodedContent([new("token", $" {Token} ")]), Cancel);
        Assert.Equal(expected, response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_wrong_token_in_the_form_says_so_and_gives_no_cookie()
    {
        await using var server = await Server.StartAsync($"--Access:Token={Token}");
        using var response = await server.Client.PostAsync("/signin", new FormUrlEncodedContent([new("token", "wrong")]), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("not the token of this server", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_loopback_without_a_configured_token_nothing_is_asked()
    {
        await using var server = await Server.StartAsync();
        using var response = await server.Client.GetAsync("/secret", Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task On_every_address_a_generated_token_is_printed_and_wanted()
    {
        await using var server = await Server.StartAsync("--urls=http://0.0.0.0:0");
        using var refused = await server.Client.GetAsync("/secret", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var line = Assert.Single(server.Log, line => line.Contains("/signin?token=", StringComparison.Ordinal));
        var printed = line.Split("/signin?token=")[1].Split('\n')[0].Trim();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/secret");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", printed);
        using var response = await server.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData("[::1]", null, HttpStatusCode.OK)]
    [InlineData("localhost", "http://localhost", HttpStatusCode.OK)]
    [InlineData("localhost", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "null", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "https://friend.example", HttpStatusCode.OK)]
    public async Task Foreign_pages_and_rebound_names_are_refused(string host, string? origin, HttpStatusCode expected)
    {
        await using var server = await Server.StartAsync("--Access:AllowedOrigins:0=https://friend.example");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/secret");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await server.Client.SendAsync(request, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("--Access:Token=short", "Access:Token is shorter than 16 characters")]
    [InlineData("--Access:TokenFile=no-such-file", "Access:TokenFile 'no-such-file' cannot be read")]
    [InlineData("--Access:SessionLifetime=00:00:01", "Access:SessionLifetime is 00:00:01")]
    [InlineData("--Access:AllowedOrigins:0=friend.example", "Access:AllowedOrigins holds 'friend.example'")]
    public async Task Bad_options_end_the_start_with_the_key_and_the_remedy(string argument, string words)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Server.StartAsync(argument));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_is_read_without_its_line_end()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Token + "\n", Cancel);
            await using var server = await Server.StartAsync($"--Access:TokenFile={file}");
            using var request = new HttpRequestMessage(HttpMethod.Get, "/secret");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            using var response = await server.Client.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("dash.localhost", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("[::]", false)]
    [InlineData("*", false)]
    [InlineData("+", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("localhost.evil.example", false)]
    public void Loopback_is_this_machine_only(string host, bool expected) =>
        Assert.Equal(expected, Dashboard.Server.Access.Loopback.IsLoopback(host));

    /// <summary>Access around two routes, on a port of its own.</summary>
    private sealed class Server(WebApplication app, HttpClient client, List<string> log) : IAsyncDisposable
    {
        public HttpClient Client => client;

        public IReadOnlyList<string> Log => log;

        public static async Task<Server> StartAsync(params string[] args)
        {
            var log = new LogLines();
            var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0", .. args]);
            builder.Logging.ClearProviders().AddProvider(log);
            builder.AddAccess();
            var app = builder.Build();
            app.UseAccess();
            app.MapGet("/secret", () => "secret");
            app.MapGet("/healthz", () => "ok").AllowAnonymous();
            await app.StartAsync(Cancel);
            var port = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Port;
            var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = new Uri($"http://localhost:{port}") };
            return new Server(app, client, log.Lines);
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await app.DisposeAsync();
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
