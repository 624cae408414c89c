namespace StreamGmm.Core.Tests.Preprocessing;

public class SampleStatisticsTests
{
    private static readonly Samples Four = Samples.From(new double[,] { { 1, 2 }, { 3, 2 }, { 1, 6 }, { 3, 6 } });

    [Fact]
    public void Weight_mean_and_covariance_are_those_of_the_rows()
    {
        var statistics = SampleStatistics.Of(Four);
        Assert.Equal(4, statistics.TotalWeight);
        Assert.Equal(0, statistics.LogLikelihood);
        Assert.Equal(RealVector.Create([2, 4]), statistics.Mean());
        Assert.Equal(RealVector.Create([1, 4]), statistics.Variances());
        Assert.Equal([[1, 0], [0, 4]], statistics.Covariance());
    }

    [Fact]
    public void The_statistics_of_a_fit_tell_the_same()
    {
        var samples = Samples.From(Some.Rows(200));
        foreach (var shape in new[] { CovarianceShape.Full, CovarianceShape.Tied })
        {
            var statistics = Em.Start(Some.Pair(shape), samples).Statistics;
            Close.Relatively(1e-13, SampleStatistics.Of(samples).Mean().AsSpan(), statistics.Mean().AsSpan());
            Close.Relatively(1e-12, SampleStatistics.Of(samples).Covariance().AsSpan(), statistics.Covariance().AsSpan());
        }
    }

    [Fact]
    public void Labels_play_no_part() =>
        Bits.Same(SampleStatistics.Of(Four), SampleStatistics.Of(Four.WithLabels(new[] { 7, -1, 0, 1 })));

    [Fact]
    public void What_cannot_be_told_is_refused()
    {
        Assert.Equal("Statistics of shape diagonal know no covariances: take full ones.", Refusal.Of(() => SampleStatistics.Of(Four, CovarianceShape.Diagonal).Covariance()));
        Assert.Equal("Spherical statistics do not tell the axes apart: take full or diagonal ones.", Refusal.Of(() => SampleStatistics.Of(Four, CovarianceShape.Spherical).Variances()));
        Assert.Equal("The statistics have no weight: give at least one sample of positive weight.", Refusal.Of(() => SampleStatistics.Of(Four.WithWeights(new double[4])).Mean()));
        Assert.Equal("There is no block: at least one is needed.", Refusal.Of(() => SampleStatistics.Of([])));
        Assert.Equal("The origin has 1 features, the samples have 2: they must agree.", Refusal.Of(() => SampleStatistics.Of(Four, default, [0])));
    }
}
