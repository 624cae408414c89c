namespace StreamGmm.Core.Tests.Evaluation;

public class AgreementsTests
{
    private static readonly GaussianMixture Pair = Some.Pair(CovarianceShape.Full);

    [Fact]
    public void The_same_fit_with_its_components_renumbered_agrees_wholly()
    {
        var renumbered = Some.Unit(CovarianceShape.Spherical, [[5, 1], [0, 0]]);
        var agreement = Pair.Agreement(renumbered, Samples.From(Some.Rows(200)));
        Assert.Equal((1, 1, 200), (agreement.Accuracy, agreement.AdjustedRandIndex, agreement.Total));
        Assert.Equal([1, 0], agreement.ClassOf);
    }

    [Fact]
    public void A_fit_is_compared_with_the_labels_that_there_are()
    {
        var rows = Samples.From([[0, 0], [5, 1], [0, 1], [5, 2], [5, 0]]).WithLabels(new[] { 3, 0, 3, -1, 3 });
        var agreement = Pair.Agreement(rows);
        Assert.Equal((4, 0.75), (agreement.Total, agreement.Accuracy));
        Assert.Equal([3, 0], agreement.ClassOf);
        Assert.Equal(3 / 3.5, Pair.Agreement(rows.WithWeights(new[] { 1, 1, 1, 9, 0.5 })).Accuracy);
    }

    [Fact]
    public void Without_labels_there_is_nothing_to_compare_with() => Assert.Equal(
        "The samples have no labels to compare with: add them by WithLabels.", Refusal.Of(() => Pair.Agreement(Samples.From(Some.Rows(2)))));
}
