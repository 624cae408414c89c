namespace StreamGmm.Core.Tests.Online;

public class AveragedStatisticsTests
{
    private const int Pieces = 12;

    [Fact]
    public void Of_equal_pieces_the_statistics_after_piece_t_count_t_times_t_plus_1_times_t_plus_2()
    {
        var average = Enumerable.Range(0, Pieces).Aggregate((AveragedStatistics?)null, (a, t) => AveragedStatistics.Add(a, Of(t, 1 + t), 25))!;
        double[] shares = [.. Enumerable.Range(1, Pieces).Select(t => (double)t * (t + 1) * (t + 2))];
        Close.Relatively(1e-12, [.. shares.Select(s => s / shares.Sum())], [.. Enumerable.Range(0, Pieces).Select(average.Mean.Mass)], "share of piece");
        Close.Relatively(1e-12, [1, 25 * Pieces], [average.Mean.TotalWeight, average.Weight]);
    }

    [Fact]
    public void A_large_piece_counts_more_than_a_small_one()
    {
        var average = AveragedStatistics.Add(AveragedStatistics.Add(null, Of(0, 1), 100), Of(1, 1), 300);
        Close.Relatively(1e-13, [4 / (3 + (4.0 / 3)), 400], [average.Mean.Mass(1), average.Weight]);
    }

    [Fact]
    public void Statistics_that_follow_too_close_are_passed_over_and_their_weight_counts_with_the_next()
    {
        var begun = AveragedStatistics.Add(null, Of(0, 1), 100);
        var waiting = AveragedStatistics.Add(begun, Of(1, 1), 60, spacing: 100);
        Assert.Equal(begun with { Waiting = 60 }, waiting);
        Assert.Equal(AveragedStatistics.Add(begun, Of(2, 1), 110), AveragedStatistics.Add(waiting, Of(2, 1), 50, spacing: 100));
    }

    [Fact]
    public void Only_a_decreasing_memory_reports_an_average()
    {
        var (rows, given) = (Samples.From(Some.Rows(2_000)), Some.Pair(CovarianceShape.Full));
        foreach (var memory in new MemoryPolicy[] { new MemoryPolicy.Exact(), new MemoryPolicy.HalfLife(500), new MemoryPolicy.Window(500), new MemoryPolicy.Adaptive(new MemoryPolicy.Window(500)) })
        {
            var options = new OnlineOptions(2) { Memory = memory };
            var state = Stream.Follow(OnlineEm.Start(given, options), rows, 100, options).Last();
            Assert.Same(state.Current, state.Mixture);
        }

        foreach (var memory in new MemoryPolicy[] { new MemoryPolicy.Decreasing(), new MemoryPolicy.Adaptive() })
        {
            var options = new OnlineOptions(2) { Memory = memory };
            var states = Stream.Follow(OnlineEm.Start(given, options), rows, 100, options).ToArray();
            Assert.NotEqual(states[^1].Current, states[^1].Mixture);

            // The first mixture learned is its own average.
            Close.Mixtures(1e-9, states[4].Current!, states[4].Mixture!);
            Assert.NotSame(given, states[4].Mixture);
        }
    }

    /// <summary>The statistics of a row of component t.</summary>
    private static SufficientStatistics Of(int component, double weight) => EStep.Expect(
        Some.Unit(CovarianceShape.Diagonal, RealMatrix.Create(Pieces, 1, new double[Pieces])),
        Samples.From([[component]]).WithWeights(new[] { weight }).WithLabels(new[] { component }),
        [0]);
}
