using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Linux;

/// <summary>The inodes of the descriptors that are sockets. Reused from reading to reading; not safe for concurrent use.</summary>
internal sealed partial class SocketInodes
{
    private ulong[] _inodes = new ulong[256];
    private int _count;

    /// <summary>Sockets of every kind: TCP, UDP, Unix.</summary>
    public int Count => _count;

    public bool Contains(ulong inode) => inode != 0 && _inodes.AsSpan(0, _count).BinarySearch(inode) >= 0;

    public void Read(List<int> descriptors)
    {
        _count = 0;
        foreach (var fd in descriptors)
        {
            if (!TryReadInode(fd, out var inode))
                continue;
            if (_count == _inodes.Length)
                Array.Resize(ref _inodes, _count * 2);
            _inodes[_count++] = inode;
        }

        _inodes.AsSpan(0, _count).Sort();
    }

    private static bool TryReadInode(int fd, out ulong inode)
    {
        inode = 0;
        Span<byte> path = stackalloc byte[32];
        "/proc/self/fd/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(fd, path[14..], out var digits);
        path[14 + digits] = 0;
        Span<byte> target = stackalloc byte[40];
        var length = ReadLink(in MemoryMarshal.GetReference(path), ref MemoryMarshal.GetReference(target), target.Length);
        // "socket:[12345]"
        return length > 9 && target.StartsWith("socket:["u8) && Utf8Parser.TryParse(target[8..(int)length], out inode, out _);
    }

    [LibraryImport("libc", EntryPoint = "readlink")]
    private static partial nint ReadLink(in byte path, ref byte buffer, nint size);
}
