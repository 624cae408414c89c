namespace StreamGmm.Core.Tests.Preprocessing;

public class SampleStatisticsLaws
{
    [Fact]
    public void They_are_the_moments_of_the_samples() => Law.Holds(p =>
    {
        var (expected, actual) = (Moments.Of(p.Samples()), SampleStatistics.Of(p.Samples()));
        Close.Relatively(1e-13, expected.Mean, actual.Mean().AsSpan(), "mean");
        Moments.AssertSameCovariance(1e-12, expected, new Moments([.. actual.Mean()], Square(actual.Covariance())));
    });

    [Fact]
    public void Those_of_blocks_are_those_of_the_whole() => Law.Holds(p =>
    {
        var (samples, draw) = (p.Samples(), p.Draw());
        var (whole, blocks) = (SampleStatistics.Of(samples), SampleStatistics.Of(Blocks(samples, draw)));
        Close.Relatively(1e-13, whole.Mean().AsSpan(), blocks.Mean().AsSpan());
        Close.Relatively(1e-12, whole.Covariance().AsSpan(), blocks.Covariance().AsSpan());
    });

    /// <summary>The rows cut anywhere, none empty.</summary>
    internal static IEnumerable<Samples> Blocks(Samples samples, Draw draw)
    {
        for (var start = 0; start < samples.Count;)
        {
            var count = Math.Min(samples.Count - start, 1 + draw.Integer(samples.Count));
            yield return samples.Slice(start, count);
            start += count;
        }
    }

    private static double[,] Square(RealMatrix matrix)
    {
        var square = new double[matrix.Rows, matrix.Columns];
        for (var j = 0; j < matrix.Rows; j++)
        {
            for (var l = 0; l < matrix.Columns; l++)
                square[j, l] = matrix[j, l];
        }

        return square;
    }
}
