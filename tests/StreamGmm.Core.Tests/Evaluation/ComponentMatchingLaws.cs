namespace StreamGmm.Core.Tests.Evaluation;

public class ComponentMatchingLaws
{
    [Fact]
    public void Components_in_another_order_are_found_again() => Law.Holds(p =>
    {
        var (mixture, order) = (p.Start(), p.Draw().Permutation(p.Components));
        var shuffled = new GaussianMixture(
            RealVector.Create([.. order.Select(k => mixture.Weights[k])]),
            RealMatrix.Create([.. order.Select(k => RealVector.Create(mixture.Means.Row(k)))]),
            new Covariances.Full(order.Select(mixture.Covariance)));
        Assert.All(Enum.GetValues<ComponentDistance>(), distance => Assert.Equal(order, shuffled.MatchComponents(mixture, distance)));
    });

    [Fact]
    public void Distances_are_symmetric_not_negative_and_0_from_a_component_to_itself() => Law.Holds(p =>
    {
        var (one, two) = (p.Start(), (p with { Seed = p.Seed ^ 1, Kind = Generators.Shapes[p.Seed % 5] }).Start());
        foreach (var distance in Enum.GetValues<ComponentDistance>())
        {
            var (there, back, self) = (one.ComponentDistances(two, distance), two.ComponentDistances(one, distance), one.ComponentDistances(one, distance));
            for (var i = 0; i < p.Components; i++)
            {
                Assert.InRange(self[i, i], 0, 1e-6);
                for (var j = 0; j < p.Components; j++)
                {
                    Assert.True(there[i, j] >= 0);
                    Close.Relatively(1e-9, there[i, j], back[j, i]);
                }
            }
        }
    });
}
