namespace StreamGmm.Core.Tests.Density;

public class ConditioningLaws
{
    [Fact]
    public void The_density_is_that_of_what_is_known_times_that_of_the_rest() => Law.Holds(p =>
    {
        var (mixture, axes, others) = Parted(p);
        foreach (var point in (p with { Dimension = Math.Max(2, p.Dimension) }).Values().Take(20))
        {
            var (known, rest) = (Pick(point, axes), Pick(point, others));
            Close.Relatively(1e-9, mixture.LogDensity(point), mixture.Marginal(axes).LogDensity(known) + mixture.Condition(axes, known).LogDensity(rest));
        }
    });

    [Fact]
    public void Conditioned_and_integrated_it_is_the_marginal() => Law.Holds(
        p =>
        {
            var mixture = (p with { Dimension = 2 }).Start();
            var (of, over) = (mixture.Marginal(1), mixture.Marginal(0));
            foreach (var y in new[] { -2.0, 0, 0.5, 3 })
            {
                // The trapezoidal rule is exact beyond need for what falls off like this.
                var sum = 0.0;
                for (var x = -40.0; x <= 40; x += 0.05)
                    sum += 0.05 * Math.Exp(over.LogDensity([x]) + mixture.Condition([0], [x]).LogDensity([y]));
                Close.Relatively(1e-10, of.LogDensity([y]), Math.Log(sum));
            }
        },
        cases: 8);

    [Fact]
    public void The_conditional_mean_is_the_mean_of_the_conditioned_mixture_row_by_row() => Law.Holds(p =>
    {
        var (mixture, axes, _) = Parted(p);
        var rows = (p with { Dimension = Math.Max(2, p.Dimension) }).Values().Take(10).Select(point => Pick(point, axes)).ToArray();
        var means = mixture.ConditionalMean(axes, Samples.From(rows));
        for (var i = 0; i < rows.Length; i++)
        {
            Close.Relatively(1e-11, mixture.Condition(axes, rows[i]).Mean().AsSpan(), means.Row(i));
            Close.Relatively(1e-12, means.Row(i), mixture.ConditionalMean(axes, rows[i]).AsSpan());
        }
    });

    [Fact]
    public void Known_in_two_goes_is_known_at_once() => Law.Holds(p =>
    {
        p = p with { Dimension = p.Dimension + 2 };
        var (mixture, point) = (p.Start(), p.Values()[0]);
        var once = mixture.Condition([0, 1], [point[0], point[1]]);
        var twice = mixture.Condition([0], [point[0]]).Condition([0], [point[1]]);
        Close.Mixtures(1e-9, once, twice);
    });

    [Fact]
    public void An_offset_moves_the_answer_and_nothing_else() => Law.Holds(p =>
    {
        var (mixture, axes, others) = Parted(p);
        var moved = (Affine.Scale(mixture.Dimension, 1) with { B = [.. Enumerable.Repeat(1e8, mixture.Dimension)] }).Mixture(mixture);
        var known = p.Draw().Normals(axes.Length, 2);
        var (here, there) = (mixture.ConditionalMean(axes, known), moved.ConditionalMean(axes, [.. known.Select(x => x + 1e8)]));
        Close.Absolutely(1e-5, [.. here.Select(x => x + 1e8)], there.AsSpan());
        Assert.Equal(others.Length, there.Length);
    });

    [Fact]
    public void Nothing_is_NaN_however_far_the_values_are() => Law.Holds(p =>
    {
        var (mixture, axes, _) = Parted(p);
        foreach (var far in new[] { 1e6, 1e60, 1e140 })
        {
            var known = axes.Select(_ => far).ToArray();
            Assert.All(mixture.ConditionalMean(axes, known), x => Assert.True(double.IsFinite(x)));
            Assert.Equal(1, mixture.Condition(axes, known).Weights.Sum(), 1e-12);
        }
    });

    private static (GaussianMixture Mixture, int[] Axes, int[] Others) Parted(Problem p)
    {
        p = p with { Dimension = Math.Max(2, p.Dimension) };
        var order = p.Draw().Permutation(p.Dimension);
        var axes = order[..(1 + (p.Seed % (p.Dimension - 1)))];
        return (p.Start(), axes, [.. order.Except(axes).Order()]);
    }

    private static double[] Pick(double[] point, int[] axes) => [.. axes.Select(axis => point[axis])];
}
