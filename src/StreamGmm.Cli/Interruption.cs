using System.Runtime.InteropServices;

namespace StreamGmm.Cli;

/// <summary>Turns Ctrl-C and a polite kill into a cancelled token; a second one, or a run that does not come to an end, ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Time for a run to clean up, as when it waits for standard input and does not see the token.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
    ];

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (source.IsCancellationRequested)
            Environment.Exit(Program.Cancelled);
        source.Cancel();
        _ = Task.Delay(Patience).ContinueWith(_ => Environment.Exit(Failure.Tell(new OperationCanceledException(), Console.Error)), TaskScheduler.Default);
    }
}
