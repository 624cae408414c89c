namespace StreamGmm.Reports.Tests.Making;

public sealed class ThinningTests
{
    [Theory]
    [InlineData(5, 10)]
    [InlineData(10, 10)]
    [InlineData(1000, 10)]
    public void So_many_rows_are_drawn_as_there_are_or_are_allowed(int rows, int most)
    {
        var drawn = Draw(0, most, rows);
        Assert.Equal(Math.Min(rows, most), drawn.Length);
        Assert.Equal(drawn.Order().Distinct(), drawn);
        Assert.InRange(drawn[^1], 0, rows - 1);
    }

    [Fact]
    public void A_larger_draw_holds_a_smaller_one_of_the_same_seed() => Assert.Empty(Draw(3, 100, 5000).Except(Draw(3, 250, 5000)));

    [Fact]
    public void Another_seed_draws_others() => Assert.InRange(Draw(1, 100, 10_000).Intersect(Draw(2, 100, 10_000)).Count(), 0, 10);

    [Fact]
    public void Every_row_is_as_likely_as_any_other()
    {
        // 2000 draws of 10 of 100 rows: each row 200 times, give or take 5 standard deviations of 13.4.
        var counts = new int[100];
        for (var seed = 0; seed < 2000; seed++)
        {
            foreach (var row in Draw(seed, 10, 100))
                counts[row]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 133, 267));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 10)]
    [InlineData(11, 5)]
    [InlineData(1_000, 200)]
    [InlineData(12_345, 10)]
    [InlineData(12_345, 2)]
    public void The_first_the_last_and_evenly_spread_states_are_kept(int count, int most)
    {
        var spread = new EvenlySpread<int>(most);
        for (var i = 0; i < count; i++)
            spread.Add(i);
        var kept = spread.Values();
        Assert.Equal(count, spread.Seen);
        Assert.Equal(Math.Min(count, most), kept.Count);
        Assert.Equal(0, kept[0]);
        Assert.Equal(count - 1, kept[^1]);
        var even = (count - 1.0) / Math.Max(1, kept.Count - 1);
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.4 * even, 2.1 * even));
    }

    [Fact]
    public void Of_one_state_the_last_is_kept()
    {
        var spread = new EvenlySpread<int>(1);
        for (var i = 0; i < 77; i++)
            spread.Add(i);
        Assert.Equal([76], spread.Values());
    }

    [Fact]
    public void Thinning_a_curve_keeps_its_ends_and_its_peaks()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => i == 54_321 ? 10 : i == 77_777 ? -10 : Math.Sin(i / 500.0)).ToArray();
        values[3] = double.NaN;
        var places = CurveThinning.Places(values);
        Assert.InRange(places.Length, 2000, CurveThinning.MostPoints);
        Assert.Equal((0, 99_999), (places[0], places[^1]));
        Assert.Contains(54_321, places);
        Assert.Contains(77_777, places);
        Assert.Equal(places.Order().Distinct(), places);
    }

    [Fact]
    public void A_short_curve_stays_whole() => Assert.Equal(Enumerable.Range(0, 5000), CurveThinning.Places(new double[5000]));

    private static int[] Draw(int seed, int most, int rows)
    {
        var draw = new RowThinning(seed, most);
        for (var i = 0; i < rows; i++)
            draw.Offer(i);
        return draw.Rows();
    }
}
