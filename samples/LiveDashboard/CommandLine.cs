using System.Globalization;
using LiveDashboard.Fitting;

namespace LiveDashboard;

/// <summary>What was asked for at the shell.</summary>
/// <param name="Source">A file, - for standard input; null for the synthetic stream.</param>
/// <param name="Settings">What the fit begins with.</param>
internal sealed record CommandLine(string? Source, Settings Settings)
{
    /// <summary>What can be asked for.</summary>
    public const string Usage = """
        dotnet run -c Release --project samples/LiveDashboard -- [options]
          --source FILE|-      rows of CSV, NDJSON or .npy, replayed at the rate; - is standard input [default: a drifting synthetic stream]
          --rate R             rows a second, 200,000 at most [default: 2000]
          --components K|A..B  the number of components, fixed or between two limits [default: 1..8]
          --half-life H|none   a row counts half after H others; none forgets only when the stream drifts [default: 5000]
          --seed S             the seed of the warm-up and of the synthetic stream [default: 0]
          --urls URL           where to listen [default: http://127.0.0.1:5000, or another port where that is taken]; not beyond this machine unless --AllowedHosts names the hosts too
        """;

    /// <summary>Options of the server, which it reads itself.</summary>
    private static readonly string[] OfTheServer = ["urls", "allowedhosts", "environment"];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They are not what <see cref="Usage"/> says.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var (source, settings) = ((string?)null, Settings.Default);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var key, var text] ? (key, text) : (args[i], i + 1 < args.Count ? args[++i] : throw new FormatException($"'{args[i]}' lacks its value."));
            (source, settings) = name switch
            {
                "--source" => (value, settings),
                "--rate" => (source, settings with { Rate = Number(name, value, LiveFit.MostRows) }),
                "--components" => (source, Components(settings, value)),
                "--half-life" => (source, settings with { Remembering = value == "none" ? new Remembering(null, true) : new Remembering(Number(name, value, double.MaxValue), true) }),
                "--seed" => (source, settings with { Seed = (int)Number(name, value, int.MaxValue, 0) }),
                _ when OfTheServer.Contains(name.TrimStart('-').ToLowerInvariant()) || name.Contains(':', StringComparison.Ordinal) => (source, settings),
                _ => throw new FormatException($"'{name}' is no option."),
            };
        }

        return new CommandLine(source, settings);
    }

    private static double Number(string name, string text, double most, double least = double.Epsilon) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException(FormattableString.Invariant($"{name} is '{text}': a number {(least > 0 ? "above 0" : "of 0 or more")}{(most < double.MaxValue ? $", {most:N0} at most," : "")} was expected."));

    private static Settings Components(Settings settings, string text)
    {
        const int Most = 100;
        var ends = text.Split("..");
        return ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var fewest)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && fewest >= 1 && fewest <= most && most <= Most
            ? settings with { Fewest = fewest, Most = most }
            : throw new FormatException($"--components is '{text}': a number from 1 to {Most}, or two as in 1..8, was expected.");
    }
}
