using System.Globalization;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>What to compare, how long, and where to note it.</summary>
internal sealed record PeerOptions
{
    /// <summary>What the comparison understands.</summary>
    public const string Usage =
        "peers [LINE ...] [--rounds N] [--budget SECONDS] [--threads N] [--separation S] [--busy] [--without PEER,...] [--python PATH] [--json FILE]; "
        + "peers --fit [SIZE ...] [--busy] [--seeds N] [--separation S] [--scale F]; peers --score [--busy]";

    /// <summary>The numbers of the lines of the table, from 1; all where none is given.</summary>
    public IReadOnlyList<int> Lines { get; private init; } = [];

    /// <summary>How often each contestant has its turn.</summary>
    public int Rounds { get; private init; } = 3;

    /// <summary>The seconds of a turn: as many runs as they allow, one at least.</summary>
    public double Budget { get; private init; } = 1;

    /// <summary>The threads of every contestant.</summary>
    public int Threads { get; private init; } = 2;

    /// <summary>True on a machine that others use: one thread each, and the seconds of the processor in place of those of the clock.</summary>
    public bool Busy { get; private init; }

    /// <summary>Contestants to leave out.</summary>
    public IReadOnlyList<string> Without { get; private init; } = [];

    /// <summary>The Python to use; null for the first that has scikit-learn.</summary>
    public string? Python { get; private init; }

    /// <summary>Where to append one JSON object a measurement; null for nowhere.</summary>
    public string? Json { get; private init; }

    /// <summary>True for fits from nothing.</summary>
    public bool Fit { get; private init; }

    /// <summary>True for scoring.</summary>
    public bool Score { get; private init; }

    /// <summary>The number of fits from nothing that are compared.</summary>
    public int Seeds { get; private init; } = 10;

    /// <summary>The standard deviations between neighbours in the data; null for 1 in the table, where every product has to be computed, and 2 in fits.</summary>
    public double? Separation { get; private init; }

    /// <summary>The share of the samples to use in fits.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>Reads the arguments after the command.</summary>
    /// <exception cref="ArgumentException">An argument is not understood; the message says which.</exception>
    public static PeerOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new PeerOptions();
        for (var at = 0; at < arguments.Count; at++)
        {
            options = arguments[at] switch
            {
                "--fit" => options with { Fit = true },
                "--score" => options with { Score = true },
                "--busy" => options with { Busy = true, Threads = 1 },
                "--rounds" => options with { Rounds = Number<int>() },
                "--budget" => options with { Budget = Number<double>() },
                "--threads" => options with { Threads = Number<int>() },
                "--seeds" => options with { Seeds = Number<int>() },
                "--separation" => options with { Separation = Number<double>() },
                "--scale" => options with { Scale = Number<double>() },
                "--without" => options with { Without = Value().Split(',') },
                "--python" => options with { Python = Value() },
                "--json" => options with { Json = Value() },
                var line => options with { Lines = [.. options.Lines, Parsed<int>("line", line)] },
            };

            string Value() => at + 1 < arguments.Count
                ? arguments[++at]
                : throw new ArgumentException($"{arguments[at]} has no value. Usage: {Usage}");

            T Number<T>()
                where T : IParsable<T> => Parsed<T>(arguments[at], Value());
        }

        return options;
    }

    private static T Parsed<T>(string name, string text)
        where T : IParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{name} is '{text}': a number was expected. Usage: {Usage}");
}
