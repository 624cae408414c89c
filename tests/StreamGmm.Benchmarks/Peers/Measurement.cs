using System.Text.Json;
using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>One turn of a contestant at a line: the seconds of an iteration in each run by the clock and of the processor, and the mean log-likelihood it ended at.</summary>
internal sealed record Measurement(Line Line, string Contestant, string Version, int Round, int Threads, IReadOnlyList<double> Seconds, IReadOnlyList<double> Processor, double LogLikelihood)
{
    public double? LoadAverage { get; } = Load.Average;

    /// <summary>One object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        contestant = Contestant,
        version = Version,
        samples = Line.Count,
        dimension = Line.Dimension,
        components = Line.Components,
        shape = Line.Shape.ToString(),
        iterations = Line.Iterations,
        ridge = Line.Ridge,
        threads = Threads,
        round = Round,
        seconds = Seconds,
        processor = Processor,
        logLikelihood = LogLikelihood,
        loadAverage = LoadAverage,
    });
}
