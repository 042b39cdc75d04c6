using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests.Live;

public sealed class ClientPagesTests : IAsyncLifetime
{
    private const string Application = nameof(ClientPagesTests);

    private readonly string _manifest = Path.Combine(AppContext.BaseDirectory, $"{Application}.staticwebassets.endpoints.json");
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("dashboard-client-");
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_manifest, """{"Version":1,"ManifestType":"Build","Endpoints":[]}""", TestContext.Current.CancellationToken);
        Write("client/index.html", "<title>Dashboard</title>");
        Write("secret.js", "no business of a browser's");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = Application, WebRootPath = Path.Combine(_root.FullName, "client") });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddClientPages();
        _app = builder.Build();
        _app.MapClientPages();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _root.Delete(recursive: true);
        File.Delete(_manifest);
    }

    [Fact]
    public async Task A_page_that_is_built_after_the_start_has_its_files()
    {
        Write("client/assets/app-C0ffee.js", "start()");
        using var response = await _client.GetAsync("/assets/app-C0ffee.js", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("start()", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/assets/app-gone.js")]
    [InlineData("/assets/..%2f..%2fsecret.js")]
    [InlineData("/assets/")]
    [InlineData("/api/v1/nothing")]
    public async Task What_is_no_file_of_the_client_is_an_error_and_not_a_page(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("no business", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith("There is nothing at /a", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_other_address_is_the_page_and_is_asked_for_again()
    {
        using var response = await _client.GetAsync("/pods/shop/cart-0.example", TestContext.Current.CancellationToken);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("<title>Dashboard</title>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private void Write(string path, string content)
    {
        var file = new FileInfo(Path.Combine(_root.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, content);
    }
}
