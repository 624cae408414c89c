namespace StreamGmm.Benchmarks.Online;

/// <summary>T6: how soon an adaptive memory is back after a jump, and how often it sees one where there is none.</summary>
internal static class Drift
{
    private const int Jumps = 20;
    private const int Batch = 100;

    /// <summary>The rows of a stream that stays as it is.</summary>
    private const int SteadyRows = 1_000_000;

    public static IEnumerable<Finding> Measure()
    {
        (int Dimension, int Components)[] cases = [(2, 3), (8, 5)];
        foreach (var (dimension, components) in cases)
        {
            var options = new OnlineOptions(components) { Threads = 1 };
            double[] recoveries = [.. Enumerable.Range(1, Jumps).AsParallel().AsOrdered().Select(seed => Recovery.Samples(dimension, components, options, seed, 30_000, Batch, 40_000).Rows)];
            yield return new Finding(
                $"back within 0.05 nats after a jump, D = {dimension}, K = {components}, {Jumps} jumps",
                $"median {Streams.Median(recoveries):F0} samples, worst {recoveries.Max():F0} (jump {Array.IndexOf(recoveries, recoveries.Max()) + 1})",
                "≤ 7,000 samples",
                recoveries.Max() <= 7_000);
        }

        var alarms = cases.SelectMany(c => new[] { (c.Dimension, c.Components, Seed: 1), (c.Dimension, c.Components, Seed: 2) })
            .AsParallel().Select(c => Alarms(c.Dimension, c.Components, c.Seed)).ToArray();
        yield return new Finding(
            $"false alarms, D = 2, K = 3 and D = 8, K = 5, {alarms.Length} streams of {SteadyRows:N0} samples",
            $"{alarms.Sum()} in {(long)alarms.Length * SteadyRows:N0}",
            "≤ 1 in 10⁶",
            alarms.Sum() <= alarms.Length);
    }

    private static int Alarms(int dimension, int components, int seed)
    {
        var truth = Streams.Truth(components, dimension, 3, seed);
        var options = new OnlineOptions(components) { Threads = 1 };
        var state = OnlineEm.Start(options);
        for (var part = 0; part < SteadyRows / 100_000; part++)
            state = Streams.Follow(state, truth.Sample(100_000, part), Batch, options).Last();
        return state.Alarms;
    }
}
