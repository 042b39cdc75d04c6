var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultAddress();
builder.AddAccess();

var app = builder.Build();
app.UseAccess();
await app.RunAsync();
