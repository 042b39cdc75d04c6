using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Bench;

/// <summary>One way to look into the target; gives back the pause that it tells of itself, if it does.</summary>
internal sealed record ProfileWay(string Name, Func<Task<double?>> Run)
{
    /// <summary>Of the tools' answers, those without a word in them: dotnet-stack gives one, without an error, when its session brought no sample in time.</summary>
    public static int EmptyAnswers { get; private set; }

    public static ProfileWay Of(TargetProcess target, string path) => new(path, async () =>
    {
        using var response = await target.Client.GetAsync(path);
        var body = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode || body.Length == 0)
        {
            throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
        }

        var cost = response.Headers.TryGetValues("X-Debug-Cost", out var values) ? values.Single() : "";
        return Regex.Match(cost, @"pause=([0-9.]+)ms") is { Success: true } pause ? double.Parse(pause.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    });

    /// <summary>Nothing is asked: what the machine and the target's own collector do in so long.</summary>
    public static ProfileWay Nothing { get; } = new("nothing, for 500 ms", async () =>
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        return null;
    });

    /// <summary>A tool as a process of its own; null when it is not installed.</summary>
    public static ProfileWay? OfTool(string name, string command, params string[] arguments)
    {
        try
        {
            using var version = Process.Start(Quiet(command, "--version"))!;
            version.StandardOutput.ReadToEnd();
            version.WaitForExit();
        }
        catch (Win32Exception)
        {
            return null;
        }

        return new ProfileWay(name, async () =>
        {
            using var process = Process.Start(Quiet(command, arguments))!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            EmptyAnswers += output.Length == 0 ? 1 : 0;
            return process.ExitCode == 0 ? null : throw new InvalidOperationException($"{name}: {process.ExitCode} {await errors}");
        });
    }

    private static ProcessStartInfo Quiet(string command, params string[] arguments) => new(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
}
