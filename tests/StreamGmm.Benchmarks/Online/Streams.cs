namespace StreamGmm.Benchmarks.Online;

/// <summary>Streams to follow, and how well they are followed.</summary>
internal static class Streams
{
    /// <summary>A mixture of unequal weights and full covariances whose means lie so many of its largest standard deviations apart, the nearest two.</summary>
    public static GaussianMixture Truth(int components, int dimension, double separation, int seed)
    {
        var random = new Random(seed);
        var covariances = Enumerable.Range(0, components).Select(_ => Covariance(random, dimension)).ToArray();
        var directions = Enumerable.Range(0, components).Select(_ => Normals(random, dimension)).ToArray();
        var deviation = covariances.Max(c => Math.Sqrt(Enumerable.Range(0, dimension).Average(j => c[j, j])));
        var nearest = Enumerable.Range(0, components).SelectMany(a => Enumerable.Range(0, a).Select(b => Distance(directions[a], directions[b]))).DefaultIfEmpty(1).Min();
        double[] shares = [.. Enumerable.Range(0, components).Select(_ => 0.5 + random.NextDouble())];
        return new GaussianMixture(
            RealVector.Create([.. shares.Select(share => share / shares.Sum())]),
            RealMatrix.Create(components, dimension, [.. directions.SelectMany(row => row).Select(x => x * separation * deviation / nearest)]),
            new Covariances.Full(covariances));
    }

    /// <summary>The mixture with its means moved at random, so far that it explains its own samples better than the old one by 1 to 2 nats.</summary>
    public static GaussianMixture Jump(GaussianMixture mixture, int seed)
    {
        var way = Normals(new Random(seed), mixture.Components * mixture.Dimension);
        for (var step = 0.05; ; step *= 1.05)
        {
            double[] means = [.. mixture.Means.AsSpan().ToArray().Zip(way, (m, w) => m + (step * w))];
            var moved = new GaussianMixture(mixture.Weights, RealMatrix.Create(mixture.Components, mixture.Dimension, means), mixture.Covariances);
            if (Gap(moved, mixture, moved.Sample(5_000, seed)) is var fall and > 1.2)
                return fall < 2 ? moved : throw new InvalidOperationException($"A step of {step:F2} makes {fall:F2} nats, more than 2: take smaller ones.");
        }
    }

    /// <summary>By how many nats a sample <paramref name="better"/> explains samples better.</summary>
    public static double Gap(GaussianMixture better, GaussianMixture worse, Samples samples) =>
        better.LogDensity(samples, 1).Average() - worse.LogDensity(samples, 1).Average();

    /// <summary>Batch EM, to the end.</summary>
    public static GaussianMixture Fit(GaussianMixture start, Samples samples) =>
        Em.Iterate(Em.Start(start, samples, new EmOptions { Threads = 1 }), samples, new EmOptions { Threads = 1, Tolerance = 1e-8, MaxIterations = 2_000, Acceleration = Acceleration.None, Stop = Stop.Change }).Last().Mixture;

    /// <summary>Samples cut into batches of so many rows; the last takes what is left. They have no positions, so that each can be learned again.</summary>
    public static Batch[] Batches(Samples samples, int size) =>
        [.. Enumerable.Range(0, (samples.Count + size - 1) / size).Select(b => new Batch(samples.Slice(b * size, Math.Min(size, samples.Count - (b * size)))))];

    /// <summary>The states after each batch of so many rows.</summary>
    public static IEnumerable<OnlineState> Follow(OnlineState state, Samples samples, int size, OnlineOptions options)
    {
        for (var row = 0; row < samples.Count; row += size)
            yield return state = OnlineEm.Next(state, new Batch(samples.Slice(row, Math.Min(size, samples.Count - row))), options);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>A L Lᵀ with L not far from the identity.</summary>
    private static RealMatrix Covariance(Random random, int dimension)
    {
        var factor = new double[dimension, dimension];
        for (var j = 0; j < dimension; j++)
        {
            for (var l = 0; l < j; l++)
                factor[j, l] = 0.5 * Normal(random) / Math.Sqrt(dimension);
            factor[j, j] = Math.Exp(0.4 * Normal(random));
        }

        return RealMatrix.Create(dimension, dimension, matrix =>
        {
            for (var j = 0; j < dimension; j++)
            {
                for (var l = 0; l <= j; l++)
                    matrix[(j * dimension) + l] = matrix[(l * dimension) + j] = Enumerable.Range(0, l + 1).Sum(m => factor[j, m] * factor[l, m]);
            }
        });
    }

    private static double[] Normals(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => Normal(random))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
