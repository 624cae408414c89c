namespace StreamGmm.Core.Tests.Online;

/// <summary>Streams to follow, and ways to follow them.</summary>
internal static class Stream
{
    /// <summary>A mixture whose means lie so many standard deviations apart, the nearest two.</summary>
    public static GaussianMixture Truth(int components, int dimension, double separation, int seed, CovarianceShape shape = default)
    {
        var draw = new Draw(seed);
        var covariances = draw.Covariances(shape, components, dimension);
        var directions = Enumerable.Range(0, components).Select(_ => draw.Normals(dimension)).ToArray();
        var deviation = Enumerable.Range(0, components).Max(k => Math.Sqrt(Enumerable.Range(0, dimension).Average(j => covariances.Of(k, dimension)[j, j])));
        var nearest = Enumerable.Range(0, components).SelectMany(a => Enumerable.Range(0, a).Select(b => Distance(directions[a], directions[b]))).DefaultIfEmpty(1).Min();
        double[] means = [.. directions.SelectMany(row => row).Select(x => x * separation * deviation / nearest)];
        return new GaussianMixture(draw.Weights(components), RealMatrix.Create(components, dimension, means), covariances);
    }

    /// <summary>The mixture with its means moved at random, so far that it fits its own samples better than the old one by 1 to 2 nats.</summary>
    public static GaussianMixture Jump(GaussianMixture mixture, int seed)
    {
        var draw = new Draw(seed);
        var way = draw.Normals(mixture.Components * mixture.Dimension);
        for (var step = 0.05; ; step *= 1.05)
        {
            double[] means = [.. mixture.Means.AsSpan().ToArray().Zip(way, (m, w) => m + (step * w))];
            var moved = new GaussianMixture(mixture.Weights, RealMatrix.Create(mixture.Components, mixture.Dimension, means), mixture.Covariances);
            if (Gap(moved, mixture, moved.Sample(5_000, seed)) is var fall and > 1.2)
                return fall < 2 ? moved : throw new InvalidOperationException("The jump is too large.");
        }
    }

    /// <summary>By how many nats a sample <paramref name="better"/> explains samples better.</summary>
    public static double Gap(GaussianMixture better, GaussianMixture worse, Samples samples) =>
        better.LogDensity(samples).Average() - worse.LogDensity(samples).Average();

    /// <summary>Batch EM, to the end.</summary>
    public static GaussianMixture Fit(GaussianMixture start, Samples samples) =>
        Em.Iterate(Em.Start(start, samples), samples, new EmOptions { Tolerance = 1e-8 }).Last().Mixture;

    /// <summary>The states after each batch of <paramref name="size"/> rows.</summary>
    public static IEnumerable<OnlineState> Follow(OnlineState state, Samples samples, int size, OnlineOptions options) =>
        Follow(state, samples, Enumerable.Repeat(size, (samples.Count + size - 1) / size), options);

    /// <summary>The states after each batch of such sizes; the last takes what is left.</summary>
    public static IEnumerable<OnlineState> Follow(OnlineState state, Samples samples, IEnumerable<int> sizes, OnlineOptions options)
    {
        var (start, row) = (state.Position, 0);
        foreach (var size in sizes)
        {
            var rows = Math.Min(size, samples.Count - row);
            if (rows <= 0)
                yield break;
            state = OnlineEm.Next(state, new Batch(samples.Slice(row, rows), start + row + rows), options);
            row += rows;
            yield return state;
        }
    }

    /// <summary>Everything that two states tell, and go on from, agrees to the last bit.</summary>
    public static void Same(OnlineState expected, OnlineState actual)
    {
        Assert.Equal(
            (expected.Position, expected.SamplesSeen, expected.WeightSeen, expected.Clock, expected.Score, expected.Alarm, expected.Alarms),
            (actual.Position, actual.SamplesSeen, actual.WeightSeen, actual.Clock, actual.Score, actual.Alarm, actual.Alarms));
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Detector, actual.Detector);
        Assert.Equal(expected.Lineage, actual.Lineage);
        Assert.Equal(expected.Current is null, actual.Current is null);
        Assert.Equal(expected.Average is null, actual.Average is null);
        if (expected.Current is null)
            return;
        Bits.Same(expected.Current, actual.Current!);
        Bits.Same(expected.Statistics!, actual.Statistics!);
        Bits.Same(expected.Mixture!, actual.Mixture!);
        if (expected.Average is { } average)
            Bits.Same(average.Mean, actual.Average!.Mean);
    }

    /// <summary>Nothing is NaN, and every covariance has a Cholesky factor.</summary>
    public static void AssertSound(OnlineState state)
    {
        Assert.False(double.IsNaN(state.Score ?? 0) || double.IsNaN(state.Detector.Mean) || double.IsNaN(state.Detector.Evidence));
        Assert.True(double.IsFinite(state.Memory) && state.Memory >= 0);
        Assert.All(state.Statistics?.Values.ToArray() ?? [], x => Assert.False(double.IsNaN(x)));
        foreach (var mixture in new[] { state.Current, state.Mixture }.OfType<GaussianMixture>())
        {
            // What the constructor holds a mixture to: finite, weights that sum to 1, positive definite.
            Assert.Equal(mixture, new GaussianMixture(mixture.Weights, mixture.Means, mixture.Covariances));
        }
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
