using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Dashboard.Simulator;

internal static class SimulatorProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        CommandLine command;
        try
        {
            command = CommandLine.Parse(arguments);
        }
        catch (FormatException refused)
        {
            await Console.Error.WriteLineAsync($"{refused.Message}\nTry --help.");
            return 2;
        }

        if (command.Help)
        {
            await Console.Out.WriteAsync(CommandLine.Usage);
            return 0;
        }

        // Handlers before the start: a Ctrl-C while the cluster is made ends cleanly too.
        using var ended = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await using var server = await SimulatedApiServer.StartAsync(command.Options, cancellationToken: ended.Token);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"A Kubernetes API with {command.Options.Pods} pods on {command.Options.Nodes} nodes answers at {server.Address}"));
            if (command.Options.KubeconfigPath is { } path) await Console.Out.WriteLineAsync($"export KUBECONFIG={Path.GetFullPath(path)}");
            else await Console.Out.WriteLineAsync("No kubeconfig was written; --kubeconfig FILE writes one.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return 0;
        }
        catch (IOException taken) when (taken.InnerException is not null && taken.InnerException.InnerException is SocketException || taken.InnerException is SocketException)
        {
            await Console.Error.WriteLineAsync($"--port {command.Options.Port}: {taken.Message} Choose another port, or 0 to let the system choose.");
            return 1;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"--kubeconfig {command.Options.KubeconfigPath}: {failed.Message} Name a file in a directory that you may write.");
            return 1;
        }

        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.Cancel();
        }
    }
}
