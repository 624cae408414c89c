namespace StreamGmm.Core.Tests.Preprocessing;

public class StandardizerLaws
{
    [Fact]
    public void Standardised_samples_have_mean_0_and_variance_1() => Law.Holds(p =>
    {
        var standard = SampleStatistics.Of(Standardizer.Fit(p.Samples()).Transform(p.Samples()));
        Close.Absolutely(1e-13, new double[p.Dimension], standard.Mean().AsSpan());
        Close.Absolutely(1e-12, [.. Enumerable.Repeat(1.0, p.Dimension)], standard.Variances().AsSpan());
    });

    [Fact]
    public void The_inverse_takes_back() => Law.Holds(p =>
    {
        var standardizer = Standardizer.Fit(p.Samples());
        Rows.Same(1e-14, p.Samples(), standardizer.Inverse(standardizer.Transform(p.Samples())));
    });

    [Fact]
    public void Fitted_to_a_stream_it_is_that_of_the_whole() => Law.Holds(p =>
    {
        var (whole, stream) = (Standardizer.Fit(p.Samples()), Standardizer.Fit(SampleStatistics.Of(SampleStatisticsLaws.Blocks(p.Samples(), p.Draw()))));
        Close.Relatively(1e-13, whole.Means.AsSpan(), stream.Means.AsSpan());
        Close.Relatively(1e-12, whole.Deviations.AsSpan(), stream.Deviations.AsSpan());
    });

    [Fact]
    public void Standardised_statistics_are_those_of_the_standardised_samples() => Law.Holds(p =>
    {
        var standardizer = Standardizer.Fit(p.Samples());
        var (expected, actual) = (SampleStatistics.Of(standardizer.Transform(p.Samples())), standardizer.Transform(SampleStatistics.Of(p.Samples())));
        Close.Relatively(1e-13, expected.TotalWeight, actual.TotalWeight);
        Close.Absolutely(1e-12, expected.Mean().AsSpan(), actual.Mean().AsSpan());
        Close.Absolutely(1e-12, expected.Covariance().AsSpan(), actual.Covariance().AsSpan());
    });

    [Fact]
    public void Threads_change_no_bit() => Law.Holds(
        p => Bits.Same(Rows.Of(Standardizer.Fit(p.Samples(), 1).Transform(p.Samples(), 1)).AsSpan(), Rows.Of(Standardizer.Fit(p.Samples(), 3).Transform(p.Samples(), 3)).AsSpan()),
        10);
}
