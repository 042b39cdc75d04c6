using Dashboard.Bench;

switch (args.FirstOrDefault())
{
    case "apply":
        ApplyBench.Run();
        break;
    case "export":
        await ExportBench.RunAsync();
        break;
    default:
        Console.WriteLine("Say what to measure: apply, export.");
        return 1;
}

return 0;
