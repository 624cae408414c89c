namespace StreamGmm.Reports.Tests.Making;

public sealed class HistogramBinsTests
{
    [Fact]
    public void Bins_are_as_wide_as_Freedman_and_Diaconis_have_them()
    {
        // 0, 1, ..., 999: quartiles 249 and 749, so bins of 2 · 500 / 10 = 100 over a range of 999.
        var values = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();
        var bins = HistogramBins.Of(0, 999, values, [], 1000);
        foreach (var value in values)
            bins.Add(value, 1);
        var histogram = bins.Count();
        Assert.Equal((0, 999, 10), (histogram.From, histogram.To, histogram.Counts.Length));
        Assert.All(histogram.Counts, count => Assert.Equal(100, count));
    }

    [Fact]
    public void Weights_count_copies_in_the_quartiles_and_in_the_bins()
    {
        // Half the weight at 0 and half spread over 0..99: the quartiles are 0 and about 50.
        double[] values = [0, .. Enumerable.Range(0, 100).Select(i => (double)i)];
        double[] weights = [100, .. Enumerable.Repeat(1.0, 100)];
        var bins = HistogramBins.Of(0, 99, values, weights, 101);
        foreach (var (value, weight) in values.Zip(weights))
            bins.Add(value, weight);
        Assert.Equal(200, bins.Count().Counts.Sum());
        Assert.Equal(110, bins.Count().Counts[0]);
    }

    [Theory]
    [InlineData(4, 10)]
    [InlineData(100_000_000, 200)]
    public void There_are_10_to_200_of_them(int count, int expected) =>
        Assert.Equal(expected, HistogramBins.Of(0, 3, [0, 1, 2, 3], [], count).Count().Counts.Length);

    [Fact]
    public void A_value_that_never_varies_is_in_the_bin_in_the_middle()
    {
        var bins = HistogramBins.Of(7, 7, [7, 7], [], 2);
        bins.Add(7, 2);
        Assert.Equal(2, bins.Count().Counts[5]);
        Assert.Equal((6.5, 7.5, 11), (bins.Count().From, bins.Count().To, bins.Count().Counts.Length));
    }

    [Fact]
    public void Where_the_quartiles_are_one_value_there_are_as_many_bins_as_the_root_of_the_count() =>
        Assert.Equal(20, HistogramBins.Of(0, 3, [0, 0, 0, 0, 0, 0, 3], [], 400).Count().Counts.Length);

    [Fact]
    public void The_highest_value_is_in_the_last_bin()
    {
        var bins = HistogramBins.Of(-1, 1, [-1, 0, 1], [], 3);
        bins.Add(1, 1);
        Assert.Equal(1, bins.Count().Counts[^1]);
    }
}
