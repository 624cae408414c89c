using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Tests.Reports;

public sealed class LatestRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(50)]
    public void The_last_rows_are_kept_however_they_came(int size)
    {
        var latest = new LatestRows(10);
        Assert.Null(latest.All);
        for (var start = 0; start < 100; start += size)
            latest.Add(Samples.From(Enumerable.Range(start, Math.Min(size, 100 - start)).Select(i => (double)i).ToArray(), 1));
        Assert.Equal(Enumerable.Range(90, 10).Select(i => (double)i), latest.All!.Select(row => row[0]));
        Assert.Equal(100, latest.Seen);
    }

    [Fact]
    public void Fewer_are_all_kept()
    {
        var latest = new LatestRows(10);
        latest.Add(Samples.From((double[])[1, 2], 1));
        latest.Add(Samples.From((double[])[3], 1));
        Assert.Equal([1, 2, 3], latest.All!.Select(row => row[0]));
    }
}
