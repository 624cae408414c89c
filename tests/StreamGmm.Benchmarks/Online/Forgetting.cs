namespace StreamGmm.Benchmarks.Online;

/// <summary>T5: what a half-life costs while nothing changes, and how long a change takes to be learned.</summary>
internal static class Forgetting
{
    private const int Jumps = 20;

    public static IEnumerable<Finding> Measure()
    {
        (int Dimension, int Components, double HalfLife)[] cases = [(2, 3, 500), (2, 3, 2_000), (8, 5, 1_000), (8, 5, 4_000)];
        var excesses = cases.AsParallel().AsOrdered().Select(c => SteadyExcess(c.Dimension, c.Components, c.HalfLife)).ToArray();
        foreach (var ((dimension, components, halfLife), excess) in cases.Zip(excesses))
        {
            yield return new Finding(
                $"steady excess, D = {dimension}, K = {components}, h = {halfLife}",
                $"{excess:F2} p ln2 / 4h",
                "0.6–1.1 p ln2 / 4h",
                excess is >= 0.6 and <= 1.1);
        }

        foreach (var (dimension, components, halfLife) in new[] { (2, 3, 1_000), (8, 5, 2_000) })
        {
            double[] recoveries = [.. Enumerable.Range(1, Jumps).AsParallel().AsOrdered().Select(seed => Recovery.Samples(dimension, components, Options(components, halfLife), seed, 10 * halfLife, halfLife / 10, 30 * halfLife).Rows / (double)halfLife)];
            yield return new Finding(
                $"back within 0.05 nats after a jump, D = {dimension}, K = {components}, h = {halfLife}, {Jumps} jumps",
                $"median {Streams.Median(recoveries):F1} h, worst {recoveries.Max():F1} h (jump {Array.IndexOf(recoveries, recoveries.Max()) + 1})",
                "≤ 6 h, ≤ 14 h",
                Streams.Median(recoveries) <= 6 && recoveries.Max() <= 14);
        }
    }

    /// <summary>The mean loss against the truth, beside what theory allows.</summary>
    private static double SteadyExcess(int dimension, int components, double halfLife)
    {
        var truth = Streams.Truth(components, dimension, 3.5, seed: 1);
        var options = Options(components, halfLife);
        var held = truth.Sample(100_000, 1);
        const int Looks = 60;
        var state = OnlineEm.Start(truth, options);
        List<double> gaps = [];
        for (var look = 0; look < Looks; look++)
        {
            state = Streams.Follow(state, truth.Sample((int)halfLife * (look == 0 ? 15 : 2), look + 2), 100, options).Last();
            gaps.Add(Streams.Gap(truth, state.Mixture!, held));
        }

        return gaps.Average() / (truth.ParameterCount * Math.Log(2) / (4 * halfLife));
    }

    private static OnlineOptions Options(int components, double halfLife) =>
        new(components) { Threads = 1, Memory = new MemoryPolicy.HalfLife(halfLife) };
}
