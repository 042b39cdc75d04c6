using Dashboard.Simulator;

await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions());
