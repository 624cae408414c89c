namespace StreamGmm.Core.Tests.Density;

public class AssignmentsTests
{
    private static readonly GaussianMixture Mixture = new([0.2, 0.5, 0.3], [[0, 0], [1, 0], [0, 2]], new Covariances.Spherical([1, 2, 1]));

    [Fact]
    public void Drawn_often_enough_the_shares_are_the_probabilities()
    {
        double[] point = [0.5, 0.5];
        var drawn = Mixture.DrawAssignments(Samples.From(Enumerable.Repeat(point, 20_000).ToArray()), seed: 3);
        var expected = Mixture.Responsibilities(point);
        for (var k = 0; k < 3; k++)
            Assert.Equal(expected[k], drawn.Count(component => component == k) / 20_000.0, 4 * Math.Sqrt(expected[k] / 20_000));
    }

    [Fact]
    public void A_draw_depends_on_the_seed_and_its_number_alone()
    {
        var samples = Mixture.Sample(9_000, 1);
        var all = Mixture.DrawAssignments(samples, seed: 4);
        Assert.Equal(all[5_000..6_000], Mixture.DrawAssignments(samples.Slice(5_000, 1_000), seed: 4, first: 5_000));
        Assert.Equal(all, Mixture.DrawAssignments(samples, seed: 4, threads: 1));
        Assert.NotEqual(all, Mixture.DrawAssignments(samples, seed: 5));
        Assert.Equal(all[77], Mixture.DrawAssignment(samples[77], seed: 4, number: 77));
        double[] point = [.. samples[77]];
        Assert.Equal(all[77], Mixture.DrawAssignment(point, seed: 4, number: 77));
    }

    [Fact]
    public void It_is_independent_of_the_component_that_a_sample_of_the_same_seed_came_from()
    {
        // Components that coincide: whatever they were drawn from, half of the samples go to either.
        var twins = Some.Unit(CovarianceShape.Full, [[0, 0], [0, 0]]);
        var from = new int[20_000];
        var drawn = twins.DrawAssignments(twins.Sample(20_000, 7, from), seed: 7);
        Assert.Equal(0.5, drawn.Zip(from).Count(pair => pair.First == pair.Second) / 20_000.0, 0.015);
    }

    [Fact]
    public void The_most_likely_come_first_and_of_equals_the_first()
    {
        double[] point = [0, 0];
        var top = Mixture.TopComponents(point, 3);
        Assert.Equal(top.OrderByDescending(one => one.Probability), top);
        Assert.Equal(1, top.Sum(one => one.Probability), 1e-15);
        Assert.Equal(Mixture.Assign(point), top[0].Component);
        Assert.Equal([top[0], top[1]], Mixture.TopComponents(Samples.From([point]), 2)[0]);
        Assert.Equal([0, 1], Some.Unit(CovarianceShape.Full, [[1, 0], [-1, 0]]).TopComponents(point, 2).Select(one => one.Component));
    }

    [Fact]
    public void What_cannot_be_told_is_refused()
    {
        Assert.Equal("Of 3 components, from 1 to 3 can be told.", Refusal.Of<ArgumentOutOfRangeException>(() => Mixture.TopComponents([0, 0], 4)).Split('\n')[0]);
        Assert.Equal("Of 3 components, from 1 to 3 can be told.", Refusal.Of<ArgumentOutOfRangeException>(() => Mixture.TopComponents(Samples.From([[0, 0]]), 0)).Split('\n')[0]);
        Assert.Equal("The samples have 1 features, the mixture has 2: they must agree.", Refusal.Of(() => Mixture.DrawAssignments(Samples.From([[0]]))));
        Assert.Empty(Mixture.DrawAssignments(Mixture.Sample(0)));
    }
}
