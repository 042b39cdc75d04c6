using System.Text.Json;
using Dashboard.Server.Tests.Architecture;

namespace Dashboard.Server.Tests.Deploy;

/// <summary>The Dockerfile as instructions: keyword and the rest of the line.</summary>
internal static class Dockerfile
{
    public static IReadOnlyList<(string Keyword, string Arguments)> Instructions { get; } =
    [
        .. File.ReadAllLines(Repository.PathTo("Dockerfile"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1])),
    ];

    public static string Single(string keyword) => Instructions.Single(instruction => instruction.Keyword == keyword).Arguments;

    public static string Port => Single("ENV").Split('=') is ["ASPNETCORE_HTTP_PORTS", var port] ? port : throw new InvalidOperationException("ENV sets no port.");

    public static IReadOnlyList<string> Stages { get; } =
        [.. Instructions.Where(instruction => instruction.Keyword == "FROM").Select(instruction => instruction.Arguments.Split(" AS ")[1])];

    /// <summary>The paths of the repository that are copied in.</summary>
    public static IReadOnlyList<string> CopiedPaths { get; } =
    [
        .. Instructions.Where(instruction => instruction.Keyword == "COPY" && !instruction.Arguments.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(instruction => instruction.Arguments.Split(' ')[..^1]),
    ];

    public static IReadOnlyList<string> Entrypoint { get; } = JsonSerializer.Deserialize<string[]>(Single("ENTRYPOINT"))!;
}
