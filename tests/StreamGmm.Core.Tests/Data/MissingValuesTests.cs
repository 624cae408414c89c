namespace StreamGmm.Core.Tests.Data;

public class MissingValuesTests
{
    private static readonly double Nan = double.NaN;

    private static readonly Samples Three = Samples.From([[Nan, 1, 5], [2, Nan, 5], [3, 4, Nan]], MissingValues.Marginalize);

    [Fact]
    public void NaN_is_refused_unless_it_is_said_to_be_missing()
    {
        const string Expected = "Row 0, column 1 is NaN: every value must be finite and below 1e150 in magnitude. Clean the row or leave it out.";
        Assert.Equal(Expected, Refusal.Of(() => Samples.From([[1, Nan]])));
        Assert.Equal(Expected, Refusal.Of(() => Samples.From([[1, Nan]], MissingValues.Refuse)));
        Assert.True(Samples.From([[1, Nan]], MissingValues.Marginalize).HasMissing);
        Assert.False(Samples.From([[1.0, 2]], MissingValues.Marginalize).HasMissing);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e150)]
    public void What_is_too_large_is_refused_beside_missing_values(double value) => Assert.StartsWith(
        "Row 1, column 1 is ", Refusal.Of(() => Samples.From([[1, Nan], [Nan, value]], MissingValues.Marginalize)), StringComparison.Ordinal);

    [Fact]
    public void Every_way_in_takes_missing_values()
    {
        Assert.True(Samples.From(new double[,] { { 1, Nan } }, MissingValues.Marginalize).HasMissing);
        Assert.True(Samples.From(new float[,] { { 1, float.NaN } }, MissingValues.Marginalize).HasMissing);
        Assert.True(Samples.From(new double[] { 1, Nan }, 2, MissingValues.Marginalize).HasMissing);
        Assert.True(Samples.From(new float[] { 1, float.NaN }, 2, MissingValues.Marginalize).HasMissing);
        Assert.True(Samples.From([1, 2], x => [x, Nan], MissingValues.Marginalize).HasMissing);
        Assert.True(Samples.From(MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(new[,] { { 1, Nan } }), MissingValues.Marginalize).HasMissing);
    }

    [Fact]
    public void Parts_copies_and_joins_know_what_they_miss()
    {
        var samples = Samples.From([[1, Nan], [2, 3], [4, 5]], MissingValues.Marginalize);
        Assert.False(samples.Slice(1, 2).HasMissing);
        Assert.True(samples.Slice(0, 2).HasMissing);
        Assert.True(samples.Rows([1, 0]).HasMissing);
        Assert.False(samples.Rows([1, 2]).HasMissing);
        Assert.True(samples.WithWeights(new double[] { 1, 1, 1 }).WithLabels(new[] { 0, 0, 0 }).WithoutWeights().WithoutLabels().HasMissing);
        Assert.True(Samples.Concat([samples.Slice(1, 1), samples.Slice(0, 1)]).HasMissing);
        Assert.False(Samples.Concat([samples.Slice(1, 1), samples.Slice(2, 1)]).HasMissing);
        Assert.True(samples.HasSameRows(Samples.Concat([samples.Slice(0, 2), samples.Slice(2, 1)])));
        Assert.False(samples.HasSameRows(Samples.From([[1, 0], [2.0, 3], [4, 5]])));
    }

    [Fact]
    public void Patterns_are_numbered_by_how_often_they_come()
    {
        var patterns = Samples.From([[1, Nan], [2, 3], [Nan, 3], [Nan, 4], [Nan, Nan]], MissingValues.Marginalize).Patterns!;
        Assert.Equal([1, MissingPatterns.Complete, 0, 0, 2], Enumerable.Range(0, 5).Select(patterns.OfRow));
        Assert.Equal((3, 0), (patterns.Count, patterns.FirstRow()));
        Assert.Equal([1], patterns[0].Observed);
        Assert.Equal([0], patterns[0].Missing);
        Assert.Empty(patterns[2].Observed);
    }

    [Fact]
    public void Patterns_of_many_axes_are_told_apart()
    {
        var rows = Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, 40).Select(j => j == i || j == 39 - i ? Nan : j).ToArray()).ToArray();
        var patterns = Samples.From(rows, MissingValues.Marginalize).Patterns!;
        Assert.Equal(20, patterns.Count);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal([Math.Min(i, 39 - i), Math.Max(i, 39 - i)], patterns[patterns.OfRow(i)].Missing));
    }

    [Fact]
    public void The_origin_is_the_first_value_of_each_axis()
    {
        Assert.Equal([2, 1, 5], Three.Origin());
        Assert.Equal([3, 4, 0], Three.WithWeights(new double[] { 0, 0, 1 }).Origin());
        Assert.Equal([3, 4, 9], Three.WithWeights(new double[] { 0, 0, 1 }).Origin(new double[] { 7, 8, 9 }));
        Assert.Equal([true, true, false], Three.WithWeights(new double[] { 0, 0, 1 }).ConstantAxes.ToArray());
        Assert.Equal([false, false, true], Three.ConstantAxes.ToArray());
        Assert.Equal(2, Three.WithWeights(new double[] { 0, 0, 1 }).UnseenAxis());
        Assert.Equal(-1, Three.UnseenAxis());
    }

    [Fact]
    public void What_needs_complete_rows_says_so()
    {
        const string Rest = "needs complete rows. Fill them in with Impute, or leave the row out.";
        Assert.Equal($"Row 0, column 0 is missing: k-means {Rest}", Refusal.Of(() => KMeans.Fit(Three, 1)));
        Assert.Equal($"Row 0, column 0 is missing: k-means {Rest}", Refusal.Of(() => KMeans.Lloyd(Three, [[1, 2, 3]])));
        Assert.Equal($"Row 0, column 0 is missing: k-means {Rest}", Refusal.Of(() => KMeans.Fit(Samples.From([[1.0, 2, 3]]), 1).Assign(Three)));
        Assert.Equal($"Row 0, column 0 is missing: the covariance of samples {Rest}", Refusal.Of(() => SampleStatistics.Of(Three)));
        Assert.Equal($"Row 0, column 0 is missing: the covariance of samples {Rest}", Refusal.Of(() => Standardizer.Fit(Three)));
        Assert.Equal($"Row 0, column 0 is missing: a change of features {Rest}", Refusal.Of(() => Standardizer.Fit(Samples.From([[1.0, 2, 3], [2, 3, 5]])).Transform(Three)));
        Assert.Equal($"Row 0, column 0 is missing: regression {Rest}", Refusal.Of(() => Some.Unit(CovarianceShape.Full, [[0, 0, 0, 0]]).ConditionalMean([0, 1, 2], Three)));
    }
}
