using MathNet.Numerics.LinearAlgebra.Double;

namespace StreamGmm.Core.Tests.Data;

public class SamplesTests
{
    private static readonly double[][] Rows = [[1, 2], [3, 4], [5, 6]];

    [Fact]
    public void They_are_made_from_anything_with_rows()
    {
        Samples[] all =
        [
            Samples.From(Rows),
            Samples.From(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }),
            Samples.From(new double[] { 1, 2, 3, 4, 5, 6 }, 2),
            Samples.From(DenseMatrix.OfRowArrays(Rows)),
            Samples.From([(X: 1, Y: 2), (X: 3, Y: 4), (X: 5, Y: 6)], p => [p.X, p.Y]),
        ];
        Assert.All(all, samples =>
        {
            Assert.Equal((3, 2, 3.0), (samples.Count, samples.Dimension, samples.TotalWeight));
            Assert.Equal("n = 3, D = 2", samples.ToString());
            Assert.Equal([3, 4], Row(samples, 1));
        });
    }

    [Fact]
    public void They_are_a_list_of_their_rows()
    {
        Samples[] all = [Samples.From(Rows), Samples.From(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } })];
        Assert.All(all, samples =>
        {
            Assert.Equal([[1, 2], [3, 4], [5, 6]], samples);
            Assert.Equal([5, 6], samples[^1]);
            Assert.Equal([[3, 4], [5, 6]], samples[1..]);
            Assert.Throws<ArgumentOutOfRangeException>(() => samples[3]);
            Assert.Throws<ArgumentOutOfRangeException>(() => samples[-1]);
        });
    }

    [Fact]
    public void A_slice_takes_weights_and_labels_along()
    {
        var slice = Samples.From(Rows).WithWeights(new double[] { 1, 2, 4 }).WithLabels(new[] { -1, 0, 1 }).Slice(1, 2);
        Assert.Equal((2, 6.0), (slice.Count, slice.TotalWeight));
        Assert.Equal([5, 6], Row(slice, 1));
        Assert.Equal([2.0, 4], slice.Weights!.Value.ToArray());
        Assert.Equal([0, 1], slice.Labels!.Value.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.CopyRow(2, new double[2]));
    }

    [Fact]
    public void Without_labels_the_rows_and_weights_are_the_same()
    {
        var samples = Samples.From(Rows).WithWeights(new double[] { 1, 2, 4 });
        var unlabelled = samples.WithLabels(new[] { -1, 0, 1 }).WithoutLabels();
        Assert.Null(unlabelled.Labels);
        Assert.True(unlabelled.HasSameRows(samples));
        Assert.Same(samples, samples.WithoutLabels());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(1e150, "1E+150")]
    [InlineData(-2.5e200, "-2.5E+200")]
    public void A_value_that_is_no_finite_number_or_too_large_is_named(double value, string text)
    {
        double[][] rows = [.. Enumerable.Range(0, 5000).Select(_ => new double[] { 1, 2, 3 })];
        rows[4321][2] = value;
        Assert.Equal(
            $"Row 4321, column 2 is {text}: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.",
            Refusal.Of(() => Samples.From(rows)));
    }

    [Fact]
    public void The_largest_values_are_taken() => Assert.Single(Samples.From([[9.99e149, -9.99e149]]));

    [Fact]
    public void Ragged_rows_are_refused()
    {
        Assert.Equal("Row 1 has 3 features, row 0 has 2: all rows must be equally long.", Refusal.Of(() => Samples.From([[1, 2], [1, 2, 3]])));
        Assert.Equal("7 values are no whole number of rows of 2.", Refusal.Of(() => Samples.From(new double[7], 2)));
    }

    [Fact]
    public void Rows_without_features_and_no_rows_at_all_are_refused()
    {
        Assert.Equal("The rows are empty: at least one feature is needed.", Refusal.Of(() => Samples.From([[], []])));
        Assert.Equal("The rows are empty: at least one feature is needed.", Refusal.Of(() => Samples.From(new double[2, 0])));
        Assert.Equal("There is no row: at least one is needed to know the dimension.", Refusal.Of(() => Samples.From(Array.Empty<double[]>())));
        Assert.Equal("Row 1 is null.", Refusal.Of(() => Samples.From([[1, 2], null!])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.From(new double[2], 0));
        Assert.Empty(Samples.From(Array.Empty<double>(), 2));
    }

    [Theory]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_weight_that_is_negative_or_not_finite_is_named(double weight, string text) => Assert.Equal(
        $"The weight of row 2 is {text}: a weight must be a finite number of 0 or more, below 1e150.",
        Refusal.Of(() => Samples.From(Rows).WithWeights(new[] { 1, 1, weight })));

    [Fact]
    public void A_label_below_minus_1_is_named() => Assert.Equal(
        "The label of row 1 is -2: a label must be the index of a component, from 0, or −1 for none.",
        Refusal.Of(() => Samples.From(Rows).WithLabels(new[] { 0, -2, 1 })));

    [Fact]
    public void Each_row_needs_one_weight_and_one_label()
    {
        Assert.Equal("There are 2 weights for 3 rows: each row needs one.", Refusal.Of(() => Samples.From(Rows).WithWeights(new double[2])));
        Assert.Equal("There are 4 labels for 3 rows: each row needs one.", Refusal.Of(() => Samples.From(Rows).WithLabels(new int[4])));
    }

    [Fact]
    public void Messages_are_the_same_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            System.Globalization.CultureInfo.CurrentCulture = german;
            Assert.Contains("is -0.5:", Refusal.Of(() => Samples.From(Rows).WithWeights(new[] { 1, 1, -0.5 })), StringComparison.Ordinal);
            Assert.Contains("is 2.5E+200:", Refusal.Of(() => Samples.From([[2.5e200]])), StringComparison.Ordinal);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static double[] Row(Samples samples, int index)
    {
        var row = new double[samples.Dimension];
        samples.CopyRow(index, row);
        return row;
    }
}
