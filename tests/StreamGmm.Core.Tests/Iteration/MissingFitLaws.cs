namespace StreamGmm.Core.Tests.Iteration;

/// <summary>Fits to samples with missing values.</summary>
public class MissingFitLaws
{
    private static readonly EmOptions Plain = new() { Regularization = Regularization.None, Tolerance = 0, MaxIterations = 3, Acceleration = Acceleration.None };

    [Fact]
    public void The_likelihood_never_falls() => Law.Holds(p => AssertMonotone(p, Acceleration.None));

    [Fact]
    public void The_likelihood_never_falls_when_accelerated() => Law.Holds(p => AssertMonotone(p, Acceleration.Hybrid), cases: 30);

    [Fact]
    public void The_order_of_the_samples_does_not_matter() => Law.Holds(p =>
    {
        var samples = Holes.Samples(p);
        var order = p.Draw().Permutation(samples.Count);
        EmLaws.AssertSame(1e-11, EmLaws.Fit(p.Start(), samples), EmLaws.Fit(p.Start(), samples.Rows(order)));
    });

    [Fact]
    public void The_order_of_the_components_does_not_matter() => Law.Holds(p =>
    {
        p = p with { IsLabelled = false };
        var (order, samples) = (p.Draw().Permutation(p.Components), Holes.Samples(p));
        var (expected, actual) = (EmLaws.Fit(p.Start(), samples), EmLaws.Fit(EmLaws.Permuted(p.Start(), order), samples));
        Close.Relatively(1e-12, expected.LogLikelihood, actual.LogLikelihood);
        Close.Mixtures(1e-11, EmLaws.Permuted(expected.Mixture, order), actual.Mixture);
    });

    [Fact]
    public void A_weight_is_a_number_of_copies() => Law.Holds(p =>
    {
        p = p with { IsLabelled = false, IsWeighted = false };
        var (samples, draw) = (Holes.Samples(p), p.Draw());
        var copies = Enumerable.Range(0, samples.Count).Select(i => i == 0 ? 2 : draw.Integer(4)).ToArray();
        int[] rows = [.. Enumerable.Range(0, samples.Count).SelectMany(i => Enumerable.Repeat(i, copies[i]))];
        EmLaws.AssertSame(1e-11, EmLaws.Fit(p.Start(), samples.Rows(rows)), EmLaws.Fit(p.Start(), samples.WithWeights(copies.Select(c => (double)c).ToArray())));
    });

    [Fact]
    public void A_fit_follows_scaling_and_shifting_of_the_axes() => Law.Holds(p =>
    {
        var draw = p.Draw();
        var ball = Math.Exp(draw.Normal());
        var scales = Enumerable.Range(0, p.Dimension).Select(_ => p.Shape.HasOneScale ? ball : (draw.Chance(0.5) ? 1 : -1) * Math.Exp(draw.Normal())).ToArray();
        var map = Affine.Scale(p.Dimension, 1) with { B = draw.Normals(p.Dimension, 10) };
        for (var j = 0; j < p.Dimension; j++)
            map.A[j, j] = scales[j];
        var values = Holes.Values(p);
        var mapped = values.Select(row => row.Select((x, j) => (scales[j] * x) + map.B[j]).ToArray()).ToArray();
        var samples = Holes.Of(p, values);
        var (expected, actual) = (EmLaws.Fit(p.Start(), samples), EmLaws.Fit(map.Mixture(p.Start()), Holes.Of(p, mapped)));
        Close.Mixtures(1e-8, map.Mixture(expected.Mixture), actual.Mixture);

        // Each value that is there brings the logarithm of its own scale.
        var lost = values.Select((row, i) => (samples.Weights is { } w ? w.Span[i] : 1) * row.Select((x, j) => double.IsNaN(x) ? 0 : Math.Log(Math.Abs(scales[j]))).Sum()).Sum();
        Close.Relatively(1e-9, expected.Statistics.LogLikelihood - lost, actual.Statistics.LogLikelihood);
    });

    [Fact]
    public void The_free_energy_of_stored_blocks_never_falls() => Law.Holds(
        p =>
        {
            var samples = Holes.Samples(p);
            var last = double.NegativeInfinity;
            foreach (var state in BlockCase.States(p.Start(), BlockCase.Cut(samples, 3)).Skip(1))
            {
                Assert.True(state.FreeEnergy >= last - (1e-11 * (1 + Math.Abs(last))), $"Pass {state.Iteration}: {state.FreeEnergy:R} after {last:R}.");
                last = state.FreeEnergy;
            }
        },
        cases: 30);

    [Fact]
    public void Any_seeding_gives_a_sound_fit_of_any_samples() => Law.Holds(
        p =>
        {
            var samples = Holes.Samples(p);
            foreach (var seeding in (Seeding[])[new Seeding.SmallEm(), new Seeding.KMeans(), new Seeding.KMeansPlusPlus(), new Seeding.RandomSamples()])
            {
                var start = InitialMixture.Create(samples, p.Components, p.Shape, seeding);
                Some.AssertSound(Em.Iterate(Em.Start(start, samples), samples, new EmOptions { MaxIterations = 10 }).Last());
            }
        },
        cases: 20);

    private static void AssertMonotone(Problem p, Acceleration acceleration)
    {
        var (samples, last) = (Holes.Samples(p), double.NegativeInfinity);
        foreach (var state in Em.Iterate(Em.Start(p.Start(), samples), samples, Plain with { MaxIterations = 20, Acceleration = acceleration }))
        {
            Assert.True(state.LogLikelihood >= last - (1e-12 * (1 + Math.Abs(last))), $"Iteration {state.Iteration}: {state.LogLikelihood:R} after {last:R}.");
            last = state.LogLikelihood;
        }
    }
}
