namespace StreamGmm.Core.Tests.Selection;

public class SelectionOptionsTests
{
    [Fact]
    public void Defaults_are_those_documented()
    {
        var options = new SelectionOptions(Enumerable.Range(1, 3));
        Assert.Equal([1, 2, 3], options.Components);
        Assert.Equal(CovarianceShape.All, options.Shapes);
        Assert.Equal([new Seeding.SmallEm(), new Seeding.KMeansPlusPlus(), new Seeding.RandomSamples()], options.Seedings);
        Assert.Equal((Criterion.Bic, 0, 1, new EmOptions()), (options.Criterion, options.Seed, options.Restarts, options.Em));
    }

    [Fact]
    public void Each_model_is_tried_once() =>
        Assert.Equal([4, 2], new SelectionOptions([4, 2, 4]) { Shapes = [CovarianceShape.Tied, CovarianceShape.Tied] } is { Shapes.Count: 1 } options ? options.Components : []);

    [Fact]
    public void They_are_equal_by_value()
    {
        var options = new SelectionOptions([1, 2]) { Shapes = [CovarianceShape.Full] };
        Assert.Equal(options, new SelectionOptions([1, 2, 2]) { Shapes = [CovarianceShape.Full] });
        Assert.Equal(options.GetHashCode(), (options with { }).GetHashCode());
        Assert.All(
            new[] { options with { Components = [1, 3] }, options with { Shapes = [CovarianceShape.Tied] }, options with { Criterion = Criterion.Aic }, options with { Seed = 1 }, options with { Restarts = 2 }, options with { Seedings = [new Seeding.KMeans()] }, options with { Em = new EmOptions { Threads = 1 } } },
            other => Assert.NotEqual(options, other));
    }

    [Fact]
    public void What_cannot_be_is_refused_also_by_with()
    {
        var options = new SelectionOptions([2]);
        Assert.Equal("There is nothing to choose from: give one value at least.", Refusal.Of(() => new SelectionOptions([])));
        Assert.Equal("There is nothing to choose from: give one value at least.", Refusal.Of(() => options with { Shapes = [] }));
        Assert.StartsWith("A mixture has at least one component.", Refusal.Of<ArgumentOutOfRangeException>(() => options with { Components = [1, 0] }), StringComparison.Ordinal);
        Assert.StartsWith("There is at least one start.", Refusal.Of<ArgumentOutOfRangeException>(() => options with { Restarts = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("There is no such criterion", Refusal.Of<ArgumentOutOfRangeException>(() => options with { Criterion = (Criterion)7 }), StringComparison.Ordinal);
        Assert.StartsWith("A given mixture has one number of components", Refusal.Of(() => options with { Seedings = [new Seeding.KMeans(), new Seeding.From(Some.Pair(CovarianceShape.Full))] }), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new SelectionOptions(null!));
        Assert.Throws<ArgumentNullException>(() => options with { Seedings = [null!] });
        Assert.Equal("There is nothing to choose from: give one value at least.", Refusal.Of(() => options with { Seedings = [] }));
        Assert.Throws<ArgumentNullException>(() => options with { Em = null! });
    }
}
