using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Tests.Reports;

public sealed class RowReservoirTests
{
    [Fact]
    public void Few_rows_are_all_kept_in_order()
    {
        var (reservoir, rows) = (new RowReservoir(2), Samples.From((double[])[1, 2, 3, 4, 5, 6], 2));
        reservoir.Add(rows);
        reservoir.Add(rows.WithWeights((double[])[2, 3, 0]));
        Assert.False(reservoir.IsPart);
        Assert.Equal([.. rows, .. rows], reservoir.Rows);
        Assert.Equal([1, 1, 1, 2, 3, 0], reservoir.Rows.Weights!.Value.ToArray());
    }

    [Fact]
    public void Of_many_rows_each_is_as_likely_and_they_stay_whole()
    {
        const int Count = 200_000;
        var reservoir = new RowReservoir(2);
        for (var start = 0; start < Count; start += 1000)
        {
            var first = start;
            reservoir.Add(Samples.From(Enumerable.Range(0, 2000).Select(v => (double)(first + (v / 2))).ToArray(), 2));
        }

        Assert.True(reservoir.IsPart);
        Assert.Equal(Count, reservoir.Seen);
        var rows = reservoir.Rows.Select(row => row[0]).ToArray();
        Assert.All(reservoir.Rows, row => Assert.Equal(row[0], row[1]));
        Assert.Equal(20_000, rows.Distinct().Count());

        // 20,000 drawn from each tenth alike: 2,000 each, 42 being a standard deviation.
        foreach (var tenth in rows.GroupBy(row => (int)(row / (Count / 10))))
            Assert.InRange(tenth.Count(), 1750, 2250);
    }

    [Fact]
    public void Many_features_leave_fewer_rows()
    {
        Assert.Equal(20_000, RowReservoir.Most(2));
        Assert.Equal(2_000, RowReservoir.Most(1000));
        Assert.Equal(100, RowReservoir.Most(1_000_000));
    }
}
