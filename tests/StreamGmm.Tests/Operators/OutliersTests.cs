using System.Reactive.Linq;

namespace StreamGmm.Tests.Operators;

public sealed class OutliersTests
{
    private static readonly IObservable<OnlineState> States = Observable.Return(Feed.States[^1]);

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public async Task The_share_that_is_told_is_the_quantile(double quantile)
    {
        var rows = Feed.Rows(Some.Samples(20_000, seed: 8));
        var outliers = await rows.ToObservable().Outliers(States, quantile, x => x).ToList();
        var expected = quantile * (rows.Length - 250);
        Assert.InRange(outliers.Count, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public async Task Items_far_out_are_told_and_none_before_enough_is_known()
    {
        var rows = Feed.Rows(Some.Samples(2_000, seed: 8));
        foreach (var i in new[] { 10, 249, 250, 1_000, 1_999 })
            rows[i] = [100 + i, -100];
        var outliers = (await rows.ToObservable().Outliers(States, 0.001, x => x).ToList()).Select(a => Array.IndexOf(rows, a.Item)).ToList();
        Assert.DoesNotContain(10, outliers);
        Assert.DoesNotContain(249, outliers);
        Assert.Contains(1_999, (await rows.ToObservable().Outliers(States, 0.01, x => x).ToList()).Select(a => Array.IndexOf(rows, a.Item)));
    }

    [Fact]
    public async Task What_stays_becomes_usual()
    {
        var rows = Feed.Rows(Some.Samples(5_000, seed: 8));
        foreach (var row in rows.Skip(2_500))
            row[0] += 100;
        var outliers = (await rows.ToObservable().Outliers(States, 0.01, x => x).ToList()).Select(a => Array.IndexOf(rows, a.Item)).ToList();
        Assert.Equal(Enumerable.Range(2_500, 20), outliers.Where(i => i is >= 2_500 and < 2_520));

        // The m-th of its kind is among the lowest 20 of them by chance 20/m.
        Assert.InRange(outliers.Count(i => i is >= 2_520 and < 2_600), 15, 55);
        Assert.InRange(outliers.Count(i => i is >= 4_000), 1, 25);
    }

    [Fact]
    public async Task All_forms_tell_the_same()
    {
        var rows = Feed.Rows(Some.Samples(3_000, seed: 8));
        var expected = await rows.ToObservable().AssignWith(States, x => x).Outliers(0.02).ToList();
        Assert.Equal(expected, await rows.ToObservable().Outliers(States, 0.02, x => x).ToList());
        Assert.Equal(expected, await rows.ToObservable().Outliers(States, 0.02, 2, (x, row) => x.CopyTo(row)).ToList());
        Assert.NotEmpty(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.51)]
    [InlineData(double.NaN)]
    public void A_quantile_out_of_range_is_refused(double quantile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Observable.Never<Assigned<int>>().Outliers(quantile));
}
