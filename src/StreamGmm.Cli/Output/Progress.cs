using System.Globalization;
using Spectre.Console;

namespace StreamGmm.Cli.Output;

/// <summary>A line on standard error that shows how far a run is; nothing where that is no terminal or quiet is asked for.</summary>
internal static class Progress
{
    /// <summary>Does the work, which may change the line as it goes.</summary>
    public static T Show<T>(Shell shell, bool quiet, string first, Func<Action<string>, T> work)
    {
        if (quiet || !shell.ErrorIsTerminal)
            return work(_ => { });
        var console = Console(shell);
        return IsLive(console)
            ? console.Status().Start(Markup.Escape(first), context => work(text => context.Status(Markup.Escape(text))))
            : work(_ => { });
    }

    /// <summary>True where a line is shown: what changes is to be seen there, and is not told line by line.</summary>
    public static bool IsLive(Shell shell, bool quiet) => !quiet && shell.ErrorIsTerminal && IsLive(Console(shell));

    private static bool IsLive(IAnsiConsole console) => console.Profile.Capabilities.Ansi && console.Profile.Capabilities.Interactive;

    private static IAnsiConsole Console(Shell shell) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });

    /// <summary>Where a fit is: restart, iteration, log-likelihood.</summary>
    public static string Line(FitStep state, int restarts)
    {
        var restart = restarts > 1 ? $"restart {state.Restart + 1} of {restarts}, " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{restart}iteration {state.Iteration}, log-likelihood {state.LogLikelihood:F6}");
    }
}
