using StreamGmm.Benchmarks.Machine;

namespace StreamGmm.Benchmarks.Peers;

/// <summary>Milliseconds an iteration of this library and of the peers that are installed, side by side.</summary>
internal static class PeersTable
{
    public static void Print(PeerOptions options)
    {
        using var peers = new PeerSearch(options);
        var limits = Limits.Measure(options.Threads);
        Console.WriteLine($"{options.Threads} threads, float64, {limits.Operations / 1e9:F0} GFLOP/s, exp {limits.Exponential * 1e9:F2} ns, {limits.Bandwidth / 1e9:F0} GB/s, load average {Load.Average:F2}");
        peers.Print();
        Contestant[] contestants = [new OurContestant(), .. peers.Found];
        Console.WriteLine($"\nms an iteration, median of {options.Rounds} rounds{(options.Busy ? ", of the processor" : "")}; × is the best peer's time over ours, FMA the products' time at peak over ours, all the same with exponentials and memory");
        Console.WriteLine($"{"",2} {"n × D × K",-30}{string.Concat(contestants.Select(contestant => Heading(contestant.Name)))}{"×",8}{"FMA",7}{"all",7}");
        var outcomes = new List<Outcome>();
        foreach (var line in Line.All.Where(line => options.Lines.Count == 0 || options.Lines.Contains(line.Number)))
        {
            var outcome = Run(line, contestants, options);
            outcomes.Add(outcome);
            Print(outcome, contestants, limits);
        }

        Summarize(outcomes);
    }

    private static Outcome Run(Line line, Contestant[] contestants, PeerOptions options)
    {
        var problem = line.Problem(options.Separation ?? 1);
        using var folder = new ProblemFolder(problem);
        var measurements = new List<Measurement>();
        var taking = contestants.Where(contestant => contestant.Supports(line)).ToArray();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var turn = 0; turn < taking.Length; turn++)
            {
                var contestant = taking[(turn + round) % taking.Length];
                try
                {
                    var measurement = contestant.Measure(line, problem, folder, options, round);
                    measurements.Add(measurement);
                    if (options.Json is { } path)
                        File.AppendAllText(path, measurement.ToJson() + "\n");
                }
                catch (InvalidOperationException fault)
                {
                    Console.Error.WriteLine($"line {line.Number}: {fault.Message}");
                }
            }
        }

        return new Outcome(line, problem, measurements).Judge(options.Busy);
    }

    private static void Print(Outcome outcome, Contestant[] contestants, Limits limits)
    {
        var times = contestants.Select(contestant =>
            outcome.Of(contestant.Name) is { } seconds ? $"{seconds * 1e3:F2}" : outcome.Disagreeing.ContainsKey(contestant.Name) ? "void" : "–");
        var shares = outcome.IsVoid ? "    void"
            : outcome.Ours is not { } ours || outcome.Best is not { } best ? ""
            : $"{best.Seconds / ours,8:F2}{outcome.ProductLimit(limits) / ours,7:P0}{outcome.WholeLimit(limits) / ours,7:P0}";
        Console.WriteLine($"{outcome.Line.Number,2} {outcome.Line,-30}{string.Concat(times.Select(time => $"{time,14}"))}{shares}   load {Load.Average:F1}");
        foreach (var (name, value) in outcome.Disagreeing)
            Console.WriteLine($"     {name} ended at the log-likelihood {value:R}, most others elsewhere: its time does not count");
    }

    private static void Summarize(List<Outcome> outcomes)
    {
        var valid = outcomes.Where(outcome => outcome is { Ours: not null, Best: not null }).ToArray();
        var ratios = valid.Where(outcome => outcome.ScikitLearn is not null).Select(outcome => outcome.ScikitLearn!.Value / outcome.Ours!.Value).ToArray();
        if (ratios.Length > 0)
            Console.WriteLine($"\ngeometric mean over scikit-learn (the faster of its two), {ratios.Length} lines: {Math.Exp(ratios.Average(Math.Log)):F1} ×");
        if (valid.Length > 0)
        {
            var least = valid.MinBy(outcome => outcome.Best!.Value.Seconds / outcome.Ours!.Value)!;
            Console.WriteLine($"least over the best peer: {least.Best!.Value.Seconds / least.Ours!.Value:F2} × over {least.Best.Value.Name} at line {least.Line.Number}");
        }
    }

    /// <summary>A heading that fits its column.</summary>
    private static string Heading(string name) => $"{(name.Length <= 13 ? name : name.Replace("scikit-learn (AVX-512 BLAS)", "… AVX-512", StringComparison.Ordinal)),14}";
}
