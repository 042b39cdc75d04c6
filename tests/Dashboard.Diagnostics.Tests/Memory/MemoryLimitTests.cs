using Dashboard.Diagnostics.Memory;

namespace Dashboard.Diagnostics.Tests.Memory;

public sealed class MemoryLimitTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cgroup").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("0::/kubepods/pod1/c1", "kubepods/pod1/c1/memory.max=536870912", 536870912L)]
    [InlineData("0::/kubepods/pod1/c1", "kubepods/pod1/c1/memory.max=max", null)]
    [InlineData("0::/kubepods/pod1/c1", "kubepods/pod1/c1/memory.max=max kubepods/pod1/memory.max=1000", 1000L)]
    [InlineData("0::/kubepods/pod1/c1", "kubepods/pod1/c1/memory.max=2000 kubepods/pod1/memory.max=1000", 1000L)]
    [InlineData("0::/", "memory.max=4096", 4096L)]
    // The host's path, not mounted in the container:
    [InlineData("0::/../../other", "memory.max=4096", 4096L)]
    [InlineData("9:name=systemd:/\n4:memory:/docker/abc\n0::/", "memory/docker/abc/memory.limit_in_bytes=777", 777L)]
    [InlineData("4:cpu,memory:/docker/abc", "memory/memory.limit_in_bytes=888", 888L)]
    [InlineData("4:memory:/docker/abc", "memory/docker/abc/memory.limit_in_bytes=9223372036854771712", null)]
    [InlineData("", "", null)]
    [InlineData("nonsense", "memory.max=4096", null)]
    public void Finds_the_smallest_limit_on_the_way_to_the_root(string cgroup, string files, long? limit)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads cgroups.");
        Assert.Equal(limit, Limit(cgroup, files).ReadLimitBytes());
    }

    [Theory]
    [InlineData("0::/p", "p/memory.max=4096 p/memory.current=3000 p/memory.stat=anon_1000\ninactive_file_500\n", 2500L)]
    [InlineData("4:memory:/p", "memory/p/memory.limit_in_bytes=4096 memory/p/memory.usage_in_bytes=3000 "
        + "memory/p/memory.stat=inactive_file_1\ntotal_inactive_file_700\n", 2300L)]
    [InlineData("0::/p", "p/memory.current=3000", 3000L)]
    [InlineData("0::/p", "p/memory.max=4096", null)]
    public void The_use_is_without_the_file_pages_that_the_kernel_can_drop(string cgroup, string files, long? usage)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads cgroups.");
        Assert.Equal(usage, Limit(cgroup, files).ReadWorkingSetBytes());
    }

    private MemoryLimit Limit(string cgroup, string files)
    {
        foreach (var file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (path, content) = (file.Split('=')[0], file.Split('=')[1]);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_root, path))!);
            File.WriteAllText(Path.Join(_root, path), content.Replace('_', ' ').Replace("inactive file", "inactive_file").Replace("total inactive", "total_inactive"));
        }

        File.WriteAllText(Path.Join(_root, "cgroup"), cgroup);
        return new MemoryLimit(Path.Join(_root, "cgroup"), _root);
    }
}
