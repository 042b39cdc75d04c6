using Dashboard.Bench;

switch (args.FirstOrDefault())
{
    case "apply":
        ApplyBench.Run();
        break;
    case "export":
        await ExportBench.RunAsync();
        break;
    case "push":
        await PushBench.RunAsync(pods: 10_000, TimeSpan.FromSeconds(1), rounds: 11);
        break;
    case "push-clients":
        await PushBench.RunClientsAsync(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
        break;
    default:
        Console.WriteLine("Say what to measure: apply, export, push.");
        return 1;
}

return 0;
