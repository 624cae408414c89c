using System.Runtime.InteropServices;

namespace StreamGmm.Cli;

/// <summary>Turns Ctrl-C and a polite kill into a cancelled token; a second one, or a run that does not come to an end, ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
    ];

    /// <summary>Time for a run to clean up; then it is taken to wait for something, as for standard input, and not to see the token.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

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
