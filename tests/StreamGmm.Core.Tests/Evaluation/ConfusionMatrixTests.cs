namespace StreamGmm.Core.Tests.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Clusters_take_the_class_that_serves_all_best()
    {
        // Cluster 0 meets class 0 most, but then cluster 1 would stand for nothing.
        var confusion = ConfusionMatrix.Of([0, 0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1, 0, 0]);
        Assert.Equal<RealMatrix>([[3, 3], [2, 0]], confusion.Counts);
        Assert.Equal([1, 0], confusion.ClassOf);
        Assert.Equal((8, 5 / 8.0, 3 / 8.0), (confusion.Total, confusion.Accuracy, confusion.MisclassificationRate));
        Assert.Equal([1, 0, -1], confusion.Translate([0, 1, 2]));
        Assert.Equal("2 classes, 2 clusters, accuracy 0.625", confusion.ToString());
    }

    [Fact]
    public void Clusters_that_are_left_over_stand_for_no_class()
    {
        var confusion = ConfusionMatrix.Of([0, 0, 0, 1, 1], [2, 2, 0, 1, 1]);
        Assert.Equal([-1, 1, 0], confusion.ClassOf);
        Assert.Equal(0.8, confusion.Accuracy);
        Assert.Equal([-1, 1, 0], confusion.Translate([0, 1, 2]));
    }

    [Fact]
    public void Samples_without_a_label_are_left_out_and_weights_count()
    {
        var confusion = ConfusionMatrix.Of([0, -1, 1, 1], [1, 0, 0, -1], [2, 5, 0.5, 7]);
        Assert.Equal<RealMatrix>([[0, 2], [0.5, 0]], confusion.Counts);
        Assert.Equal((2.5, 1.0), (confusion.Total, confusion.Accuracy));
        Assert.Equal(confusion, ConfusionMatrix.Of([0, 1], [1, 0], [2, 0.5]));
    }

    [Theory]
    [InlineData(new[] { 0, 0, 1, 2 }, new[] { 0, 0, 1, 1 }, 4 / 7.0)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 0, 0, 0, 0 }, 1)]
    [InlineData(new[] { 0, 1, 2, 3 }, new[] { 3, 2, 1, 0 }, 1)]
    [InlineData(new[] { 0, 1, 0, 1 }, new[] { 0, 0, 1, 1 }, -0.5)]
    [InlineData(new[] { 0 }, new[] { 0 }, 1)]
    public void The_adjusted_rand_index_has_known_values(int[] classes, int[] clusters, double expected) =>
        Close.Absolutely(1e-15, expected, ConfusionMatrix.Of(classes, clusters).AdjustedRandIndex);

    [Fact]
    public void Of_no_sample_nothing_is_wrong()
    {
        var none = ConfusionMatrix.Of([], []);
        Assert.Equal((0, 1, 1, 0), (none.Total, none.Accuracy, none.AdjustedRandIndex, none.Counts.Rows));
        Assert.Equal(1, ConfusionMatrix.Of([-1, -1], [0, 1]).Accuracy);
    }

    [Fact]
    public void Labels_that_do_not_belong_together_are_refused()
    {
        Assert.Equal("There are 2 classes and 1 clusters: each sample needs one of both.", Refusal.Of(() => ConfusionMatrix.Of([0, 1], [0])));
        Assert.Equal("There is a label of 2147483647 among the clusters: labels are numbers from 0 below 4096. Number them without gaps.", Refusal.Of(() => ConfusionMatrix.Of([0], [int.MaxValue])));
        Assert.Equal("There are 1 weights for 2 samples: each needs one.", Refusal.Of(() => ConfusionMatrix.Of([0, 1], [0, 1], [1])));
        Assert.Equal("The weight of sample 1 is -1: a weight is a finite number of 0 or more.", Refusal.Of(() => ConfusionMatrix.Of([0, 1], [0, 1], [1, -1])));
        Assert.Equal("The weight of sample 0 is NaN: a weight is a finite number of 0 or more.", Refusal.Of(() => ConfusionMatrix.Of([0, 1], [0, 1], [double.NaN, 1])));
    }
}
