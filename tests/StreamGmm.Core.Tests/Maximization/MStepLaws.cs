namespace StreamGmm.Core.Tests.Maximization;

public class MStepLaws
{
    [Fact]
    public void Weights_sum_to_1_and_covariances_are_exactly_symmetric_and_positive_definite() => Law.Holds(p =>
    {
        foreach (var regularization in new[] { Regularization.None, new Regularization.Relative(1e-6), new Regularization.Absolute(1e-3) })
        {
            if (!MStep.TryMaximize(Statistics(p, p.Start()), p.Start(), regularization, out var mixture, out _))
                continue;
            Close.Absolutely(p.Components * Math.ScaleB(1, -52), 1, mixture.Weights.Sum(), "sum of weights");
            for (var k = 0; k < p.Components; k++)
            {
                var covariance = mixture.Covariance(k);
                for (var j = 0; j < p.Dimension; j++)
                    Assert.All(Enumerable.Range(0, j), l => Assert.Equal(covariance[j, l], covariance[l, j]));
                var packed = new double[PackedTriangle.Length(p.Dimension)];
                PackedTriangle.Pack(covariance.AsSpan(), p.Dimension, packed);
                Assert.True(Cholesky.TryFactor(packed, p.Dimension, out _));
            }
        }
    });

    [Fact]
    public void Without_regularization_the_mean_of_the_mixture_is_that_of_the_samples() => Law.Holds(p =>
    {
        var (mixture, moments) = (Maximized(p, p.Start()), Moments.Of(p.Samples()));
        Close.Elementwise(j => 1e-12 * (1 + Math.Abs(moments.Mean[j])), moments.Mean, Moments.Of(mixture).Mean, "mean of axis");
    });

    [Fact]
    public void Without_regularization_the_covariance_of_a_full_mixture_is_that_of_the_samples() => Law.Holds(Generators.ProblemsOf(CovarianceShape.Full), p =>
        Moments.AssertSameCovariance(1e-12, Moments.Of(p.Samples()), Moments.Of(Maximized(p, p.Start()))));

    [Fact]
    public void From_the_same_responsibilities_tied_is_the_weighted_mean_of_full() => Law.Holds(p =>
    {
        var (full, tied) = (Maximized(p, p.PlainStart(CovarianceShape.Full)), Maximized(p, p.PlainStart(CovarianceShape.Tied)));
        var mean = RealMatrix.Create(p.Dimension, p.Dimension, sum =>
        {
            for (var k = 0; k < p.Components; k++)
            {
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += full.Weights[k] * full.Covariance(k).AsSpan()[i];
            }
        });
        Close.Mixtures(1e-12, new GaussianMixture(full.Weights, full.Means, new Covariances.Tied(mean)), tied);
    });

    [Fact]
    public void From_the_same_responsibilities_diagonal_is_the_diagonal_of_full() => Law.Holds(p =>
    {
        var (full, diagonal) = (Maximized(p, p.PlainStart(CovarianceShape.Full)), Maximized(p, p.PlainStart(CovarianceShape.Diagonal)));
        var expected = RealMatrix.Create(p.Components, p.Dimension, variances =>
        {
            for (var i = 0; i < variances.Length; i++)
                variances[i] = full.Covariance(i / p.Dimension)[i % p.Dimension, i % p.Dimension];
        });
        Close.Mixtures(1e-12, new GaussianMixture(full.Weights, full.Means, new Covariances.Diagonal(expected)), diagonal);
    });

    [Fact]
    public void From_the_same_responsibilities_spherical_is_the_mean_of_the_diagonal() => Law.Holds(p =>
    {
        var (diagonal, spherical) = (Maximized(p, p.PlainStart(CovarianceShape.Diagonal)), Maximized(p, p.PlainStart(CovarianceShape.Spherical)));
        var expected = ((Covariances.Diagonal)diagonal.Covariances).Variances.Select(row => row.Average()).ToArray();
        Close.Mixtures(1e-12, new GaussianMixture(diagonal.Weights, diagonal.Means, new Covariances.Spherical(RealVector.Create(expected))), spherical);
    });

    [Fact]
    public void Any_small_change_of_the_maximum_lowers_the_expected_log_likelihood() => Law.Holds(p =>
    {
        var (start, samples) = (p.Start(), p.Samples());
        var maximum = Maximized(p, start);
        var expected = new ExpectedLogLikelihood(p, start, samples);
        var best = expected.Of(maximum);
        var draw = p.Draw();
        for (var i = 0; i < 5; i++)
            Assert.True(expected.Of(Changed(maximum, draw, 1e-3)) < best, "A mixture beside the maximum is no worse.");
    });

    private static SufficientStatistics Statistics(Problem p, GaussianMixture start) => EStep.Expect(start, p.Samples(), p.Samples().Origin());

    private static GaussianMixture Maximized(Problem p, GaussianMixture start) => MStep.Maximize(Statistics(p, start), start, Regularization.None);

    /// <summary>Another mixture nearby, all its parameters changed by about a share <paramref name="size"/>.</summary>
    private static GaussianMixture Changed(GaussianMixture mixture, Draw draw, double size)
    {
        var shares = mixture.Weights.Select(w => w * Math.Exp(size * draw.Normal())).ToArray();
        var means = RealMatrix.Create(mixture.Components, mixture.Dimension, values =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                var (k, j) = (i / mixture.Dimension, i % mixture.Dimension);
                values[i] = mixture.Means[k, j] + (size * draw.Normal() * Math.Sqrt(mixture.Covariance(k)[j, j]));
            }
        });
        return new GaussianMixture(RealVector.Create([.. shares.Select(s => s / shares.Sum())]), means, mixture.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(full.Matrices.Select(Sheared)),
            Covariances.Tied tied => new Covariances.Tied(Sheared(tied.Matrix)),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(RealMatrix.Create([.. diagonal.Variances.Select(Scaled)])),
            Covariances.Spherical spherical => new Covariances.Spherical(Scaled(spherical.Variances)),
            Covariances.LowRank lowRank => Moved(lowRank),
            _ => throw new InvalidOperationException(),
        });

        Covariances.LowRank Moved(Covariances.LowRank lowRank)
        {
            var moved = LowRanks.Mapped(lowRank, u => [.. u.Select(x => x + (size * draw.Normal()))], _ => Math.Exp(size * draw.Normal()));
            return new Covariances.LowRank(
                moved.Directions.Select(matrix => LowRanks.Columns(LowRanks.Orthonormal(Enumerable.Range(0, matrix.Columns).Select(i => Enumerable.Range(0, matrix.Rows).Select(j => matrix[j, i]).ToArray())))),
                moved.Variances,
                moved.Noise);
        }

        RealVector Scaled(RealVector variances) => RealVector.Create([.. variances.Select(v => v * Math.Exp(size * draw.Normal()))]);

        RealMatrix Sheared(RealMatrix matrix) => Affine.Near(matrix.Rows, draw, size).Covariance(matrix);
    }

    /// <summary>Q: what the M-step maximises, Σ weight × responsibility × (ln π + ln N(x)).</summary>
    private sealed class ExpectedLogLikelihood(Problem p, GaussianMixture start, Samples samples)
    {
        private readonly RealMatrix responsibilities = start.Responsibilities(samples);
        private readonly int[] labels = p.IsLabelled ? p.Labels() : [.. Enumerable.Repeat(-1, samples.Count)];
        private readonly double[] weights = p.IsWeighted ? p.Weights() : [.. Enumerable.Repeat(1.0, samples.Count)];

        public double Of(GaussianMixture mixture) => Enumerable.Range(0, mixture.Components).Sum(k =>
        {
            var alone = new GaussianMixture([1], RealMatrix.Create(1, mixture.Dimension, mixture.Means.Row(k)), new Covariances.Full([mixture.Covariance(k)]));
            var densities = alone.LogDensity(samples);
            return Enumerable.Range(0, samples.Count).Sum(i =>
                weights[i] * (labels[i] < 0 ? responsibilities[i, k] : labels[i] == k ? 1 : 0) * (Math.Log(mixture.Weights[k]) + densities[i]));
        });
    }
}
