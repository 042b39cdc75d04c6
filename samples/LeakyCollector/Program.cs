using LeakyCollector;

await using var app = await LeakyApplication.BuildAsync(args);
await app.RunAsync();
