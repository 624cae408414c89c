namespace StreamGmm.Core.Tests.Iteration;

public class EmLaws
{
    private static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 3, Acceleration = Acceleration.None };

    [Fact]
    public void The_likelihood_never_falls() => Law.Holds(p =>
    {
        var last = double.NegativeInfinity;
        foreach (var state in Em.Iterate(Em.Start(p.Start(), p.Samples()), p.Samples(), Plain with { MaxIterations = 20 }))
        {
            Assert.True(state.LogLikelihood >= last - (1e-12 * (1 + Math.Abs(last))), $"Iteration {state.Iteration}: {state.LogLikelihood:R} after {last:R}.");
            last = state.LogLikelihood;
        }
    });

    [Fact]
    public void One_component_is_the_mean_and_covariance_of_the_samples_and_stays() => Law.Holds(p =>
    {
        p = p with { Components = 1 };
        var (samples, full) = (p.Samples(), p.Shape == CovarianceShape.Full || p.Shape == CovarianceShape.Tied);
        var once = Em.Next(Em.Start(p.Start(), samples), samples, Plain);
        var (expected, actual) = (Moments.Of(samples), Moments.Of(once.Mixture));
        Close.Elementwise(j => 1e-12 * (1 + Math.Abs(expected.Mean[j])), expected.Mean, actual.Mean, "mean of axis");
        if (full)
            Moments.AssertSameCovariance(1e-12, expected, actual);
        else if (p.Shape == CovarianceShape.Diagonal)
            Assert.All(Enumerable.Range(0, p.Dimension), j => Close.Relatively(1e-12, expected.Covariance[j, j], actual.Covariance[j, j]));
        else
            Close.Relatively(1e-12, Enumerable.Range(0, p.Dimension).Average(j => expected.Covariance[j, j]), Enumerable.Range(0, p.Dimension).Average(j => actual.Covariance[j, j]));
        Close.Mixtures(1e-13, once.Mixture, Em.Next(once, samples, Plain).Mixture);
    });

    [Fact]
    public void The_order_of_the_samples_does_not_matter() => Law.Holds(p =>
    {
        var (values, weights, labels) = (p.Values(), p.Weights(), p.Labels());
        var order = p.Draw().Permutation(values.Length);
        var permuted = Samples.From([.. order.Select(i => values[i])]);
        if (p.IsWeighted)
            permuted = permuted.WithWeights(order.Select(i => weights[i]).ToArray());
        if (p.IsLabelled)
            permuted = permuted.WithLabels(order.Select(i => labels[i]).ToArray());
        AssertSame(1e-12, Fit(p.Start(), p.Samples()), Fit(p.Start(), permuted));
    });

    [Fact]
    public void The_order_of_the_components_does_not_matter() => Law.Holds(p =>
    {
        var order = p.Draw().Permutation(p.Components);
        var samples = p.IsLabelled ? p.Samples().WithLabels(p.Labels().Select(label => Array.IndexOf(order, label)).ToArray()) : p.Samples();
        var (expected, actual) = (Fit(p.Start(), p.Samples()), Fit(Permuted(p.Start(), order), samples));
        Close.Relatively(1e-12, expected.LogLikelihood, actual.LogLikelihood);
        Close.Mixtures(1e-12, Permuted(expected.Mixture, order), actual.Mixture);
    });

    [Fact]
    public void A_weight_is_a_number_of_copies() => Law.Holds(p =>
    {
        var (values, labels, draw) = (p.Values(), p.Labels(), p.Draw());
        var copies = values.Select((_, i) => i == 0 ? 2 : draw.Integer(4)).ToArray();
        var rows = Enumerable.Range(0, values.Length).SelectMany(i => Enumerable.Repeat(i, copies[i])).ToArray();
        var weighted = Samples.From(values).WithWeights(copies.Select(c => (double)c).ToArray());
        var copied = Samples.From([.. rows.Select(i => values[i])]);
        if (p.IsLabelled)
            (weighted, copied) = (weighted.WithLabels(labels), copied.WithLabels(rows.Select(i => labels[i]).ToArray()));
        AssertSame(1e-12, Fit(p.Start(), copied), Fit(p.Start(), weighted));
    });

    [Fact]
    public void A_row_of_weight_0_is_absent() => Law.Holds(p =>
    {
        p = p with { IsWeighted = true };
        var (values, weights, labels) = (p.Values(), p.Weights(), p.Labels());
        int[] present = [.. Enumerable.Range(0, values.Length).Where(i => weights[i] > 0)];
        var without = Samples.From([.. present.Select(i => values[i])]).WithWeights(present.Select(i => weights[i]).ToArray());
        if (p.IsLabelled)
            without = without.WithLabels(present.Select(i => labels[i]).ToArray());
        AssertSame(1e-12, Fit(p.Start(), without), Fit(p.Start(), p.Samples()));
    });

    [Fact]
    public void Weights_are_relative() => Law.Holds(p =>
    {
        p = p with { IsWeighted = true };
        var factor = Math.Exp(5 * p.Draw().Normal());
        AssertSame(1e-12, Fit(p.Start(), p.Samples()), Fit(p.Start(), p.Samples().WithWeights(p.Weights().Select(w => w * factor).ToArray())));
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_fit_bit_for_bit() => Law.Holds(
        p =>
        {
            var one = Fit(p.Start(), p.Samples(), Plain with { Threads = 1 });
            Assert.All([2, 3, 8], threads => Bits.Same(one.Mixture, Fit(p.Start(), p.Samples(), Plain with { Threads = threads }).Mixture));
        },
        cases: 20);

    internal static EmState Fit(GaussianMixture start, Samples samples, EmOptions? options = null) =>
        Em.Iterate(Em.Start(start, samples, options ?? Plain), samples, options ?? Plain).Last();

    internal static void AssertSame(double tolerance, EmState expected, EmState actual)
    {
        Assert.Equal((expected.Iteration, expected.Status), (actual.Iteration, actual.Status));
        Close.Relatively(tolerance, expected.LogLikelihood, actual.LogLikelihood);
        Close.Mixtures(tolerance, expected.Mixture, actual.Mixture);
    }

    internal static GaussianMixture Permuted(GaussianMixture mixture, int[] order) => new(
        RealVector.Create([.. order.Select(k => mixture.Weights[k])]),
        RealMatrix.Create([.. order.Select(k => RealVector.Create(mixture.Means.Row(k)))]),
        mixture.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(order.Select(k => full.Matrices[k])),
            Covariances.Tied tied => tied,
            Covariances.Diagonal diagonal => new Covariances.Diagonal(RealMatrix.Create([.. order.Select(k => RealVector.Create(diagonal.Variances.Row(k)))])),
            Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create([.. order.Select(k => spherical.Variances[k])])),
            Covariances.LowRank lowRank => LowRanks.Permuted(lowRank, order),
            _ => throw new InvalidOperationException(),
        });
}
