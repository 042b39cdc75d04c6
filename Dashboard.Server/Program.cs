var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultAddress();
builder.AddAccess();
builder.AddCluster();
builder.AddCollection();
builder.AddHistory();

var app = builder.Build();
app.UseAccess();
await app.RunAsync();
