var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDebugEndpoints();

var app = builder.Build();
app.MapDebugEndpoints();
app.MapGet("/", () => "Hello. Now look at /debug/");
app.MapGet("/wait", async (CancellationToken gone) => await Task.Delay(TimeSpan.FromMinutes(10), TimeProvider.System, gone));
app.Run();
