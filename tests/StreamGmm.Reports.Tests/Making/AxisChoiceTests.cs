namespace StreamGmm.Reports.Tests.Making;

public sealed class AxisChoiceTests
{
    [Fact]
    public void The_axes_of_most_merit_are_chosen_after_those_asked_for() =>
        Assert.Equal([0, 2, 4], AxisChoice.Of(5, 3, [0], () => [0, 1, 5, 2, 9]));

    [Fact]
    public void All_are_chosen_where_all_fit() => Assert.Equal([0, 1, 2], AxisChoice.Of(3, 3, [], () => throw new InvalidOperationException()));

    [Fact]
    public void Apartness_is_the_share_of_the_variance_between_components()
    {
        // Axis 0: means ±2 (between 4), variance 1. Axis 1: the same mean.
        var mixture = new GaussianMixture([0.5, 0.5], [[-2, 3], [2, 3]], new Covariances.Diagonal([[1, 1], [1, 4]]));
        var apartness = AxisChoice.Apartness(mixture);
        Assert.Equal(0.8, apartness[0], 1e-12);
        Assert.Equal(0, apartness[1]);
    }

    [Fact]
    public void Of_many_features_those_that_tell_components_apart_are_drawn_and_the_page_says_so()
    {
        const int dimension = 100;
        var means = RealMatrix.Create(2, dimension, values =>
        {
            for (var j = 30; j < dimension; j++)
                values[j] = j;
        });
        var mixture = new GaussianMixture([0.5, 0.5], means, new Covariances.Spherical([1, 1]));
        var content = Report.Of(mixture, mixture.Sample(50, 1), new ReportOptions { Axes = (3, 99) }).Content;
        Assert.Equal(64, content.Axes.Length);
        Assert.Equal([3, .. Enumerable.Range(37, 63)], content.Axes.Select(axis => axis.Index));
        Assert.Equal((0, 63), content.Pair);
        Assert.Contains(content.Notes, note => note.StartsWith("64 of 100 features are drawn", StringComparison.Ordinal));
        Assert.Equal(dimension, content.Model!.Mixture.Dimension);
    }

    [Fact]
    public void Of_many_features_of_samples_alone_those_that_vary_most_are_drawn()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 70).Select(j => j < 6 ? 1e-3 * random.NextDouble() : random.NextDouble()).ToArray()).ToArray();
        Assert.Equal(Enumerable.Range(6, 64), Report.Of(Samples.From(rows)).Content.Axes.Select(axis => axis.Index));
    }
}
