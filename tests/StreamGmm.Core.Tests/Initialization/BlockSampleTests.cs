namespace StreamGmm.Core.Tests.Initialization;

public class BlockSampleTests
{
    private static readonly Draws Draws = new(5);

    [Fact]
    public void Few_rows_are_taken_all_in_their_order()
    {
        var samples = Samples.From(Some.Rows(500)).WithWeights(Enumerable.Range(0, 500).Select(i => (double)(i % 3)).ToArray()).WithLabels(Enumerable.Range(0, 500).Select(i => (i % 5) - 1).ToArray());
        var drawn = Draw(samples, 7, 4, null);
        Assert.Equal(333, drawn.Count);
        var expected = Enumerable.Range(0, 500).Where(i => i % 3 > 0).ToArray();
        Assert.Equal(expected.Select(i => (double)(i % 3)), drawn.Weights!.Value.ToArray());
        Assert.Equal(expected.Select(i => (i % 5) - 1), drawn.Labels!.Value.ToArray());
        Assert.Equal(expected.SelectMany(i => Some.Rows(500)[i]), drawn.Features.Doubles.ToArray());
    }

    [Fact]
    public void What_is_drawn_does_not_depend_on_how_the_rows_are_cut() => Law.Holds(
        p =>
        {
            var (one, many) = (Draw(p.Samples(), 1, p.Components, 20), Draw(p.Samples(), 9, p.Components, 20));
            Assert.True(one.HasSameRows(many));
            Assert.False(p.IsWeighted && one.Weights!.Value.Span.Contains(0));
        },
        cases: 30);

    [Fact]
    public void Every_row_is_as_likely_as_any_other()
    {
        var rows = Samples.From([.. Enumerable.Range(0, 1_000).Select(i => new double[] { i })]);
        var times = new int[1_000];
        for (var seed = 0; seed < 200; seed++)
        {
            var drawn = BlockSample.Draw(Iteration.BlockCase.Cut(rows, 13)(), 1, default, new Draws(seed), 100);
            Assert.Equal(100, drawn.Count);
            foreach (var value in drawn.Features.Doubles)
                times[(int)value]++;
        }

        // 20 of 200 are expected: six standard deviations are 25.
        Assert.InRange(times.Max(), 21, 45);
        Assert.InRange(times.Min(), 0, 19);
        for (var tenth = 0; tenth < 10; tenth++)
            Assert.InRange(times.Skip(100 * tenth).Take(100).Average(), 18, 22);
    }

    [Fact]
    public void Rare_labels_are_in_and_frequent_ones_do_not_crowd_out_the_rest()
    {
        var labels = Enumerable.Range(0, 10_000).Select(i => i == 7_777 ? 1 : i % 2 == 0 ? 0 : -1).ToArray();
        var drawn = Draw(Samples.From(Some.Rows(10_000)).WithLabels(labels), 11, 2, 400);
        var found = drawn.Labels!.Value.ToArray();
        Assert.Equal((1, 100, 299), (found.Count(l => l == 1), found.Count(l => l == 0), found.Count(l => l == -1)));
    }

    [Fact]
    public void The_size_grows_with_the_parameters()
    {
        var rows = Samples.From(new double[40_000 * 30], 30);
        Assert.Equal(20_000, Draw(rows, 3, 2, null).Count);
        Assert.Equal(4 * (19 + (20 * 30) + (20 * 465)), Draw(rows, 3, 20, null).Count);
    }

    [Fact]
    public void What_cannot_be_started_on_is_refused()
    {
        Assert.Equal("There are 0 samples of positive weight for 2 components: give at least one sample for each, or use fewer components.", Refusal.Of(() => BlockSample.Draw([], 2, default, Draws)));
        Assert.Equal("Block 1 has 1 features, the first has 2: they must agree.", Refusal.Of(() => BlockSample.Draw([Samples.From(Some.Rows(3)), Samples.From([[1]])], 2, default, Draws)));
        Assert.Equal("Block 0: The label of row 0 is 2: the 2 components are numbered from 0.", Refusal.Of(() => BlockSample.Draw([Samples.From([[1]]).WithLabels(new[] { 2 })], 2, default, Draws)));
        Assert.ThrowsAny<OperationCanceledException>(() => BlockSample.Draw([Samples.From([[1]])], 1, default, Draws, null, new CancellationToken(canceled: true)));
    }

    private static Samples Draw(Samples samples, int blocks, int components, int? size) =>
        BlockSample.Draw(Iteration.BlockCase.Cut(samples, blocks)(), components, default, Draws, size);
}
