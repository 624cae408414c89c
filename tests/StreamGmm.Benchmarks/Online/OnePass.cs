namespace StreamGmm.Benchmarks.Online;

/// <summary>How near to batch EM one pass comes, whatever the batches.</summary>
internal static class OnePass
{
    private const int Components = 5;
    private const int Count = 100_000;
    private const int DataSets = 10;

    /// <summary>Further away than this, in u, once batch EM has gone on from there: it is another optimum.</summary>
    private const double OtherOptimum = 10;

    /// <summary>T1: the gap to batch EM from the truth, on samples held out.</summary>
    public static IEnumerable<Finding> Gaps()
    {
        int[] sizes = [10, 100, 1000];
        foreach (var dimension in new[] { 2, 16 })
        {
            var runs = Runs(dimension, DataSets, sizes);
            var columns = sizes.Select((_, s) => runs.Select(run => run[s]).ToArray()).ToArray();
            double[] medians = [.. columns.Select(c => Streams.Median(c.Select(r => r.Gap)))];
            double[] worst = [.. columns.Select(c => c.Where(r => !r.IsOther).Max(r => r.Gap))];
            int[] others = [.. columns.Select(c => c.Count(r => r.IsOther))];
            yield return new Finding(
                $"gap after one pass, D = {dimension}, batches of {string.Join("/", sizes)}, {DataSets} data sets",
                $"median {Join(medians)} u, worst {Join(worst)} u, other optimum {string.Join("/", others)}",
                "≤ 1.5 u, ≤ 4 u, ≤ 1 in 10",
                medians.Max() <= 1.5 && worst.Max() <= 4 && others.Max() <= DataSets / 10);
        }
    }

    /// <summary>T2: what the batches change.</summary>
    public static IEnumerable<Finding> Spreads()
    {
        int[] sizes = [1, 10, 100, 1000];
        foreach (var dimension in new[] { 2, 16 })
        {
            var spreads = Runs(dimension, dimension == 2 ? 4 : 2, sizes)
                .Select(run => run.Max(r => r.Gap) - run.Min(r => r.Gap))
                .ToArray();
            yield return new Finding(
                $"spread of the gap over batches of {string.Join("/", sizes)}, D = {dimension}, {spreads.Length} data sets",
                $"{Join(spreads)} u",
                "≤ 1 u",
                spreads.Max() <= 1);
        }
    }

    /// <summary>T3: many features and any batches, the warm-up by its rule.</summary>
    public static IEnumerable<Finding> Dimensions()
    {
        int[] sizes = [1, 7, 100];
        foreach (var (dimension, after) in new[] { (8, 20_000), (32, 10_000), (64, 4_000) })
        {
            var options = new OnlineOptions(Components) { Threads = 1 };
            var data = Data.Of(dimension, options.WarmUp(dimension) + after, seed: 1);
            var runs = sizes.AsParallel().AsOrdered().Select(size => Run(data, size, options, checks: true)).ToArray();
            yield return new Finding(
                $"gap after W0 + {after} samples, D = {dimension}, K = {Components}, batches of {string.Join("/", sizes)}",
                $"{Join(runs.Select(r => r.Gap))} u, {(runs.All(r => r.IsSound) ? "always sound" : "NaN or indefinite")}",
                "≤ 3 u, never NaN or indefinite",
                runs.All(r => r.IsSound && r.Gap <= 3));
        }
    }

    private static Outcome[][] Runs(int dimension, int dataSets, int[] sizes)
    {
        var options = new OnlineOptions(Components) { Threads = 1 };
        return [.. Enumerable.Range(1, dataSets).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(seed =>
        {
            var data = Data.Of(dimension, Count, seed);
            return sizes.Select(size => Run(data, size, options, checks: false)).ToArray();
        })];
    }

    private static Outcome Run(Data data, int size, OnlineOptions options, bool checks)
    {
        var (state, isSound) = (OnlineEm.Start(options), true);
        foreach (var next in Streams.Follow(state, data.Samples, size, options))
        {
            state = next;
            isSound &= !checks || IsSound(state);
        }

        var gap = Gap(state.Mixture!);
        return new Outcome(gap, gap > OtherOptimum / 2 && Gap(Streams.Fit(state.Mixture!, data.Samples)) > OtherOptimum, isSound);

        double Gap(GaussianMixture mixture) => Streams.Gap(data.Reference, mixture, data.Held) * 2 * data.Samples.Count / mixture.ParameterCount;
    }

    /// <summary>All of it finite, and every covariance with a Cholesky factor.</summary>
    private static bool IsSound(OnlineState state) =>
        !(state.Statistics?.Values.ContainsAnyExceptInRange(double.MinValue, double.MaxValue) ?? false)
        && double.IsFinite(state.Score ?? 0)
        && new[] { state.Current, state.Mixture }.OfType<GaussianMixture>().All(m =>
            GaussianMixture.TryCreate(m.Weights, m.Means, m.Covariances, out _) is not null);

    private static string Join(IEnumerable<double> values) => string.Join("/", values.Select(v => $"{v:F2}"));

    private readonly record struct Outcome(double Gap, bool IsOther, bool IsSound);

    /// <summary>Samples, what batch EM makes of them from the truth, and others to judge by.</summary>
    private sealed record Data(Samples Samples, Samples Held, GaussianMixture Reference)
    {
        /// <summary>Separations of 2.5, 3, 3.5 and 4 deviations, by seed.</summary>
        public static Data Of(int dimension, int count, int seed)
        {
            var truth = Streams.Truth(Components, dimension, 2.5 + (0.5 * ((seed - 1) % 4)), seed);
            var samples = truth.Sample(count, seed);
            return new Data(samples, truth.Sample(dimension < 8 ? 1_000_000 : 100_000, seed + 1_000), Streams.Fit(truth, samples));
        }
    }
}
