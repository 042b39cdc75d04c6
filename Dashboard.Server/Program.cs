using Dashboard.Diagnostics;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultAddress();
builder.AddClientPages();
builder.AddAccess();
builder.AddCluster();
builder.AddCollection();
builder.AddHistory();
builder.AddLive();
builder.AddExport();
builder.Services.AddDebugEndpoints().AddOptions<DebugEndpointsOptions>().BindConfiguration("Debug");
builder.Services.AddOptions<SnapshotOptions>().BindConfiguration("Debug:Snapshot");

var app = builder.Build();
app.UseAccess();
app.MapDebugEndpoints();
app.MapLive();
app.MapExport();
app.MapClientPages();
await app.RunAsync();
