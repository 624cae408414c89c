namespace StreamGmm.Core.Tests.Online;

public class MovesTests
{
    private static readonly Regularization Small = new Regularization.Relative(1e-6);

    public static TheoryData<string> Shapes => Some.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Two_halves_of_one_component_become_one_again(string shape)
    {
        var (family, recent) = Of(Three(shape, [-10, 0, 0.02]), 3_000);
        var (after, what) = Moves.Merge(family, recent, Small, 1, default)!.Value;
        Assert.Equal(new LineageEvent.Merged(1, 2, 3), Assert.Single(what));
        Assert.Equal((long[])[0, 3], after.Ids);
        Assert.Equal(4, after.NextId);
        Assert.Equal(family.Statistics.TotalWeight, after.Statistics.TotalWeight, 6);
        Assert.InRange(Gain(family, after, recent), -0.01, 0.01);
        Assert.Null(Moves.Merge(after, recent, Small, 1, default));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Two_components_for_one_kind_of_samples_become_one_however_they_share_it(string shape)
    {
        // Side by side they look apart; only the samples tell that one would do.
        var truth = Three(shape, [-10, 0, 10]);
        var halves = Component.Compose(truth.Shape, [Component.Of(truth, 0), Beside(1, -0.7), Beside(1, 0.7), Component.Of(truth, 2)])!;
        var (family, recent) = Of(halves, truth.Sample(3_000, 7));
        Assert.True(Moves.Loss(family, 1, 2) > family.Penalty(3_000));
        var (after, what) = Moves.Merge(family, recent, Small, 1, default)!.Value;
        Assert.Equal(new LineageEvent.Merged(1, 2, 4), Assert.Single(what));
        Assert.InRange(Gain(truth, after.Mixture, truth.Sample(5_000, 8)), -0.02, 0.02);

        Component Beside(int k, double shift)
        {
            var whole = Component.Of(truth, k);
            return whole with { Weight = whole.Weight / 2, Mean = RealVector.Create([whole.Mean[0] + shift, whole.Mean[1]]), Covariance = RealMatrix.Create([RealVector.Create([0.4, 0]), RealVector.Create([0, 0.4])]) };
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_component_without_samples_dies_and_the_others_are_not_touched(string shape)
    {
        var truth = Three(shape, [-10, 0, 10]);
        var lonely = new GaussianMixture(truth.Weights, [truth.Means[0], [1e3, 1e3], truth.Means[2]], truth.Covariances);
        var without = Component.Compose(truth.Shape, [Component.Of(truth, 0), Component.Of(truth, 2)])!;
        var (family, _) = Of(lonely, without.Sample(3_000, 1));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(k => Moves.IsWeak(family, k)));
        Assert.Null(Moves.Die(family, [], Small));
        var (after, what) = Moves.Die(family, [1], Small)!.Value;
        Assert.Equal(new LineageEvent.Died(1), Assert.Single(what));
        Assert.Equal((long[])[0, 2], after.Ids);
        Assert.Equal(family.Statistics.Mass(2), after.Statistics.Mass(1));
        Close.Mixtures(1e-2, MStep.Maximize(EStep.Expect(without, without.Sample(3_000, 1), after.Statistics.Origin), without, Small), after.Mixture);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Samples_that_no_component_explains_bear_one(string shape)
    {
        var truth = Three(shape, [-10, 0, 10]);
        var family = Of(Component.Compose(truth.Shape, [Component.Of(truth, 0), Component.Of(truth, 1)])!, 3_000).Family;
        var (after, what) = Moves.Bear(family, truth.Sample(3_000, 2), Small, 1, default)!.Value;
        Assert.Equal(new LineageEvent.Born(2), Assert.Single(what));
        Assert.Equal((long[])[0, 1, 2], after.Ids);
        Assert.InRange(after.Mixture.Means[2, 0], 9.7, 10.3);
        Assert.InRange(Gain(truth, after.Mixture, truth.Sample(5_000, 3)), -0.02, 0.02);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_component_over_samples_of_two_kinds_splits(string shape)
    {
        var truth = Three(shape, [-10, 0, 6]);
        var recent = truth.Sample(3_000, 4);
        var wide = Component.Together(Component.Of(truth, 1), Component.Of(truth, 2));
        var family = Of(Component.Compose(truth.Shape, [Component.Of(truth, 0), wide])!, recent).Family;
        var (after, what) = Moves.Split(family, recent, 1, Small, 1, default)!.Value;
        Assert.Equal(new LineageEvent.Split(1, 2, 3), Assert.Single(what));
        Assert.Equal((long[])[0, 2, 3], after.Ids);
        Assert.InRange(Gain(truth, after.Mixture, truth.Sample(5_000, 5)), -0.02, 0.02);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_right_number_of_components_stays(string shape)
    {
        var truth = Three(shape, [-10, 0, 10]);
        for (var seed = 0; seed < 10; seed++)
        {
            var (family, recent) = Of(truth, truth.Sample(2_000, seed));
            Assert.Null(Moves.Merge(family, recent, Small, 1, default));
            Assert.Null(Moves.Bear(family, recent, Small, 1, default));
            Assert.Null(Moves.Split(family, recent, 1, Small, 1, default));
            Assert.DoesNotContain(true, Enumerable.Range(0, 3).Select(k => Moves.IsWeak(family, k)));
        }
    }

    [Fact]
    public void Short_memory_counts_for_as_much_as_it_holds()
    {
        // The gain of a split is tested against what is remembered, not against all rows kept.
        var truth = Three("full", [-10, 0, 3]);
        var recent = truth.Sample(3_000, 6);
        var wide = Component.Together(Component.Of(truth, 1), Component.Of(truth, 2));
        var family = Of(Component.Compose(truth.Shape, [Component.Of(truth, 0), wide])!, recent).Family;
        Family Remembering(double weight) => family with { Statistics = family.Statistics.Decay(weight / family.Statistics.TotalWeight) };
        var split = Moves.Split(Remembering(3_000), recent, 1, Small, 1, default);
        Assert.Equal(3_000, split!.Value.Family.Statistics.TotalWeight, 6);
        Assert.Equal(2_000, Moves.Split(Remembering(2_000), recent, 1, Small, 1, default)!.Value.Family.Statistics.TotalWeight, 6);
        Assert.Null(Moves.Split(Remembering(100), recent, 1, Small, 1, default));
    }

    [Fact]
    public void What_two_components_lose_as_one_is_at_least_what_the_samples_say()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var draw = new Draw(seed);
            var truth = Three("full", [-10, 0, draw.Uniform(0, 8)]);
            var (family, recent) = Of(truth, truth.Sample(3_000, seed));
            var merged = family.Regroup([0, 1, 1], [0, 3], 4, Small)!;
            Assert.True(Moves.Loss(family, 1, 2) > (recent.Count * Gain(family, merged, recent)) - 10);
        }
    }

    private static GaussianMixture Three(string shape, double[] places)
    {
        var full = new GaussianMixture(
            [0.4, 0.35, 0.25],
            RealMatrix.Create([.. places.Select(x => RealVector.Create([x, x / 2]))]),
            new Covariances.Full(Enumerable.Repeat(RealMatrix.Create([RealVector.Create([1, 0]), RealVector.Create([0, 1])]), 3)));
        return Component.Compose(CovarianceShape.Parse(shape), [.. Enumerable.Range(0, 3).Select(k => Component.Of(full, k))])!;
    }

    private static (Family Family, Samples Recent) Of(GaussianMixture mixture, int count) => Of(mixture, mixture.Sample(count, 1));

    /// <summary>The family that batch EM comes to in a step.</summary>
    private static (Family Family, Samples Recent) Of(GaussianMixture mixture, Samples recent)
    {
        var statistics = EStep.Expect(mixture, recent, RealVector.Create(new double[mixture.Dimension]));
        return (new Family(MStep.Maximize(statistics, mixture, Small), statistics, [.. Enumerable.Range(0, mixture.Components).Select(k => (long)k)], mixture.Components), recent);
    }

    private static double Gain(Family better, Family worse, Samples samples) => Gain(better.Mixture, worse.Mixture, samples);

    private static double Gain(GaussianMixture better, GaussianMixture worse, Samples samples) => Stream.Gap(better, worse, samples);
}
