using Dashboard.Bench;

// Measurements that are too long or too dear for a test. Each prints its figures as ratios, with what it was measured on.
switch (args)
{
    case ["poll", .. var rest]:
        return await PollBench.RunAsync(BenchArguments.Parse(rest));
    case ["list", .. var rest]:
        return await ListBench.RunAsync(BenchArguments.Parse(rest));
    case ["apply", ..]:
        ApplyBench.Run();
        return 0;
    case ["views", ..]:
        ViewsBench.Run();
        return 0;
    case ["export", ..]:
        await ExportBench.RunAsync();
        return 0;
    case ["push", ..]:
        await PushBench.RunAsync(pods: 10_000, TimeSpan.FromSeconds(1), rounds: 11);
        return 0;
    case ["push-clients", var address, var count]:
        await PushBench.RunClientsAsync(address, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["profiles", .. var rest]:
        return await ProfileBench.RunAsync(ProfileArguments.Parse(rest));
    case ["profiles-target", var heap]:
        await ProfileTarget.RunAsync(int.Parse(heap, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    default:
        return BenchArguments.Usage();
}
