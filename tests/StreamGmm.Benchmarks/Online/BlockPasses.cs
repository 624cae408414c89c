namespace StreamGmm.Benchmarks.Online;

/// <summary>Passes over the data that EM over blocks needs to come as near to the optimum as batch EM, as a share of what that needs.</summary>
internal static class BlockPasses
{
    private const int Blocks = 50;

    /// <summary>Where batch EM needs fewer iterations there is little to save.</summary>
    private const int FewestIterations = 40;

    /// <summary>K, D, mean distance to the nearest component in standard deviations, n.</summary>
    private static readonly (int Components, int Dimension, double Separation, int Count)[] Problems =
    [
        (3, 2, 2.0, 20_000), (3, 2, 1.5, 50_000), (4, 2, 2.0, 40_000), (5, 2, 2.5, 20_000), (5, 3, 2.5, 30_000), (6, 3, 2.5, 60_000), (4, 4, 1.5, 30_000), (5, 4, 2.0, 50_000),
        (8, 4, 2.0, 20_000), (10, 2, 2.5, 40_000), (7, 6, 1.5, 40_000), (4, 3, 2.0, 30_000), (6, 2, 2.5, 20_000), (8, 3, 2.5, 20_000), (6, 4, 2.0, 20_000), (4, 8, 1.0, 20_000), (3, 4, 1.5, 30_000), (10, 8, 1.5, 30_000),
    ];

    /// <summary>Passes over iterations until the mean log-likelihood is so many nats below the optimum.</summary>
    public static IEnumerable<Finding> Measure()
    {
        double[] gaps = [1e-4, 1e-5, 1e-6];
        var ratios = gaps.Select(_ => new List<double>()).ToArray();
        foreach (var (problem, seed) in Problems.Select((p, i) => (p, i + 1)))
        {
            var samples = Truth(problem.Components, problem.Dimension, problem.Separation, seed).Sample(problem.Count, seed);
            var start = InitialMixture.Create(samples, problem.Components, seed: seed);
            var batch = Batch(start, samples);
            var goals = gaps.Select(gap => batch[^1] - gap).ToArray();
            var slow = goals.Select(goal => batch.FindIndex(l => l >= goal)).ToArray();
            var fast = ByBlocks(start, samples, goals, 2 * slow[^1]);
            for (var g = 0; g < gaps.Length; g++)
            {
                if (slow[g] >= FewestIterations)
                    ratios[g].Add(fast[g] / (double)slow[g]);
            }
        }

        return gaps.Select((gap, g) => new Finding(
            $"passes of BlockEm over iterations of batch EM to {gap:E0} nats, {Blocks} blocks",
            $"median {Median(ratios[g]):F3}, worst {ratios[g].Max():F3} of {ratios[g].Count} problems",
            "median <= 0.57",
            Median(ratios[g]) <= 0.57));
    }

    /// <summary>The log-likelihoods of batch EM until nothing changes: as many E-steps made a mixture as its place says.</summary>
    private static List<double> Batch(GaussianMixture start, Samples samples)
    {
        var options = new EmOptions { Tolerance = 1e-10, MaxIterations = 3_000, Regularization = Regularization.None, Acceleration = Acceleration.None, Stop = Stop.Change };
        return [.. Em.Iterate(Em.Start(start, samples, options), samples, options).Select(state => state.LogLikelihood)];
    }

    /// <summary>The passes after which EM over blocks has reached each goal, that of the start counted.</summary>
    private static int[] ByBlocks(GaussianMixture start, Samples samples, double[] goals, int most)
    {
        var options = new EmOptions { Tolerance = 0, MaxIterations = most, Regularization = Regularization.None };
        var passes = goals.Select(_ => most).ToArray();
        foreach (var state in BlockEm.Iterate(BlockEm.Start(start, Cut, options), Cut, options))
        {
            var logLikelihood = EStep.Expect(state.Mixture, samples, state.Statistics.Origin).MeanLogLikelihood;
            for (var g = 0; g < goals.Length; g++)
                passes[g] = logLikelihood >= goals[g] ? Math.Min(passes[g], state.Evaluations) : passes[g];
            if (logLikelihood >= goals.Max())
                break;
        }

        return passes;

        IEnumerable<Samples> Cut()
        {
            for (var b = 0; b < Blocks; b++)
            {
                var (from, to) = ((int)((long)samples.Count * b / Blocks), (int)((long)samples.Count * (b + 1) / Blocks));
                yield return samples.Slice(from, to - from);
            }
        }
    }

    /// <summary>Ellipsoids of different sizes, tilts and weights.</summary>
    internal static GaussianMixture Truth(int components, int dimension, double separation, int seed)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, components).Select(_ => Enumerable.Range(0, dimension).Select(_ => Normal()).ToArray()).ToArray();
        var nearest = Enumerable.Range(0, components).Average(a => Enumerable.Range(0, components).Where(b => b != a).Min(b => Math.Sqrt(centres[a].Zip(centres[b], (x, y) => (x - y) * (x - y)).Sum())));
        var shares = Enumerable.Range(0, components).Select(_ => 0.5 + random.NextDouble()).ToArray();
        return new GaussianMixture(
            RealVector.Create([.. shares.Select(share => share / shares.Sum())]),
            RealMatrix.Create(components, dimension, [.. centres.SelectMany(centre => centre).Select(x => x * separation / nearest)]),
            new Covariances.Full([.. Enumerable.Range(0, components).Select(_ => Covariance())]));

        RealMatrix Covariance()
        {
            var factor = new double[dimension, dimension];
            for (var j = 0; j < dimension; j++)
            {
                for (var l = 0; l < j; l++)
                    factor[j, l] = 0.5 * Normal() / Math.Sqrt(dimension);
                factor[j, j] = Math.Exp(0.4 * Normal());
            }

            return RealMatrix.Create(dimension, dimension, matrix =>
            {
                for (var i = 0; i < matrix.Length; i++)
                    matrix[i] = Enumerable.Range(0, dimension).Sum(m => factor[i / dimension, m] * factor[i % dimension, m]);
            });
        }

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    internal static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
