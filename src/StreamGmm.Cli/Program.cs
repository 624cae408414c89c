using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using StreamGmm.Cli.Arguments;
using StreamGmm.Cli.Commands;

namespace StreamGmm.Cli;

/// <summary>The library at a shell.</summary>
internal static class Program
{
    /// <summary>Done; a degenerate fit too.</summary>
    public const int Done = 0;

    /// <summary>Neither done, nor the user's fault, nor cancelled.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or bad input.</summary>
    public const int Refused = 2;

    /// <summary>Ended by a signal, SIGTERM too: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Cancelled = 130;

    /// <summary>Runs a command line; gives the exit code.</summary>
    public static int Run(IReadOnlyList<string> args, Shell shell)
    {
        try
        {
            // A name that begins with @ is a file like any other.
            var result = Root(shell).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (result.Action is ParseErrorAction)
                throw new UsageException(UsageFault.Of(result));

            using var output = shell.OpenText();
            return result.Invoke(new InvocationConfiguration { Output = output, Error = shell.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e)
        {
            return Failure.Tell(e, shell.Error);
        }
    }

    private static int Main(string[] args)
    {
        if (args is ["fit", ..])
            EarlyCompilation.Begin();
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8;
        using var interruption = new Interruption();
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        return Run(args, new Shell(input, output, Console.Error, interruption.Token)
        {
            Screen = Console.IsOutputRedirected ? null : Console.Out,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            HasNoReader = OutputPipe.HasNoReader,
            AllowToEnd = time => interruption.Patience = time,
        });
    }

    private static RootCommand Root(Shell shell)
    {
        var root = new RootCommand("Gaussian mixtures by expectation–maximization. DATA is CSV (.gz too), .npy, or - for CSV on standard input.")
        {
            new FitCommand(shell),
            new WorkerCommand(shell),
            new PredictCommand(shell),
            new ScoreCommand(shell),
            new SampleCommand(shell),
            new SelectCommand(shell),
            new OutliersCommand(shell),
            new FollowCommand(shell),
            new ReportCommand(shell),
        };
        root.HelpName = "streamgmm";
        root.Directives.Clear();
        return root;
    }
}
