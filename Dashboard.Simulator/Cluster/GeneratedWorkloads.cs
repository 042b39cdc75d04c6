using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>As many more workloads as a cluster of the wanted size has, of a few characters each with its own numbers.</summary>
internal static class GeneratedWorkloads
{
    private static readonly string[] Teams =
    [
        "accounts", "analytics", "billing", "catalog", "content", "delivery", "fulfilment", "identity", "inventory", "logistics", "loyalty",
        "media", "messaging", "notifications", "orders", "payments", "pricing", "reviews", "search", "shop", "support", "tracking", "warehouse",
    ];

    private static readonly string[] Things =
    [
        "address", "alert", "basket", "campaign", "customer", "document", "email", "event", "feed", "geo", "invoice", "label", "ledger", "offer",
        "parcel", "picture", "price", "profile", "promo", "quote", "rating", "refund", "return", "route", "session", "shipment", "sms", "stock",
        "subscription", "tax", "ticket", "user", "voucher", "wishlist",
    ];

    private static readonly string[] Roles = ["api", "worker", "web", "consumer", "cache", "sync", "gateway", "projector"];

    /// <param name="replicasUpTo">How many replicas the largest has.</param>
    public static IEnumerable<WorkloadSpec> Of(int seed, int replicasUpTo)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; ; i++)
        {
            var random = SeededRandom.For(seed, $"workload/{i}");
            var team = random.Pick(Teams);
            var role = random.Pick(Roles);
            var name = $"{random.Pick(Things)}-{role}";
            for (var n = 2; !seen.Add($"{team}/{name}"); n++) name = $"{name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-')}-{n}";
            var replicas = 1 + (int)(replicasUpTo * Math.Pow(random.NextDouble(), 3));
            yield return One(ref random, team, name, role, replicas);
        }
    }

    private static WorkloadSpec One(ref SeededRandom random, string team, string name, string role, int replicas)
    {
        var millicores = random.Between(8, 120);
        var mebibytes = random.Between(40, 320);
        var limit = (int)(Math.Ceiling(mebibytes * 2.4 / 64) * 64);
        var cpu = new CpuLoad(millicores, random.Between(0.2, 0.7), random.Between(0.1, 0.4), random.Next(3) == 0 ? millicores * 2 : 0, random.Between(180, 1_200));
        var memory = random.Next(20) switch
        {
            // A day or two to the limit: what a trend over hours has to find.
            0 => new MemoryLoad(MemoryPattern.Leaking, mebibytes, (limit - mebibytes) / random.Between(5, 40), 3_600),
            < 7 => new MemoryLoad(MemoryPattern.SawTooth, mebibytes, mebibytes * random.Between(1.3, 2), random.Between(120, 900)),
            < 10 => new MemoryLoad(MemoryPattern.Filling, mebibytes, mebibytes * random.Between(1.5, 2.2), random.Between(1_800, 20_000)),
            _ => new MemoryLoad(MemoryPattern.Flat, mebibytes),
        };
        var request = (int)(Math.Ceiling(mebibytes / 32) * 32);
        var (cpuRequest, cpuLimit) = ((int)(Math.Ceiling(millicores / 25) * 25), random.Next(3) == 0 ? 0 : (int)(Math.Ceiling(millicores * 4 / 100) * 100));

        // Some teams set no requests, and some no limits.
        var shape = random.Next(12);
        if (shape == 0) (cpuRequest, cpuLimit, request, limit) = (0, 0, 0, 0);
        else if (shape == 1) (cpuLimit, limit) = (0, 0);
        if (limit == 0 && memory.Pattern == MemoryPattern.Leaking) memory = memory with { Pattern = MemoryPattern.Flat };

        if (role == "cache") return Catalogue.StatefulSet(team, name, replicas, cpu, memory, cpuRequest, cpuLimit, request, limit, random.Next(2) == 0 ? "redis-exporter" : null);
        return random.Next(5) == 0
            ? Catalogue.Meshed(team, name, replicas, cpu, memory, cpuRequest, cpuLimit, request, limit)
            : Catalogue.Deployment(team, name, replicas, cpu, memory, cpuRequest, cpuLimit, request, limit);
    }
}
