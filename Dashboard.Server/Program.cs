var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultAddress();
builder.WebHost.UseStaticWebAssets();
builder.AddAccess();
builder.AddCluster();
builder.AddCollection();
builder.AddHistory();

var app = builder.Build();
app.UseAccess();
app.MapClientPages();
await app.RunAsync();
