namespace StreamGmm.Core.Tests.Initialization;

public class BlockDrawTests
{
    [Fact]
    public void The_rows_are_those_of_one_pass_over_all_blocks() => Law.Holds(
        p =>
        {
            foreach (var (size, slack) in new[] { (7, 1.0), (40, 1), (40, 0.01), (100_000, 1) })
            {
                Samples[] blocks = [.. Iteration.BlockCase.Cut(p.Samples(), p.Draw())()];
                var expected = BlockSample.Draw(blocks, p.Components, p.Shape, new Draws(p.Seed), size);
                Assert.True(expected.HasSameRows(Draw(p, blocks, size, slack, out _)), $"{size} rows, slack {slack}.");
            }
        },
        cases: 40);

    [Fact]
    public void Not_many_more_rows_are_asked_for_than_are_drawn()
    {
        var samples = Samples.From(Some.Rows(50_000)).WithLabels(Enumerable.Range(0, 50_000).Select(i => i % 10 == 0 ? i % 20 / 10 : -1).ToArray());
        Samples[] blocks = [.. Iteration.BlockCase.Cut(samples, 9)()];
        var drawn = Draw(new Problem(CovarianceShape.Full, 2, 2, 6, false, true, 3), blocks, 2_000, 1, out var sent);
        Assert.Equal(2_000, drawn.Count);
        Assert.InRange(Assert.Single(sent), 3_000, 3_800);
    }

    [Fact]
    public void Too_few_are_asked_for_again()
    {
        Samples[] blocks = [.. Iteration.BlockCase.Cut(Samples.From(Some.Rows(9_000)), 4)()];
        var drawn = Draw(new Problem(CovarianceShape.Full, 2, 2, 6, false, false, 3), blocks, 1_000, 0.3, out var sent);
        Assert.Equal(1_000, drawn.Count);
        Assert.True(sent.Count > 1 && sent[^2] < 1_000 && sent[^1] >= 1_000, string.Join(", ", sent));
    }

    [Fact]
    public void A_draw_is_held_to_what_it_says()
    {
        Assert.Equal("The limits are 1: a number of 0 or more was expected for rows without a label, and one for each label.", Refusal.Of(() => new RowDraw(1, 0, [1])));
        Assert.Equal("The limits are 1, NaN: a number of 0 or more was expected for rows without a label, and one for each label.", Refusal.Of(() => new RowDraw(1, 0, [1, double.NaN])));
        Assert.Equal("The label of row 0 is 1: the 1 components are numbered from 0.", Refusal.Of(() => new RowDraw(1, 0, [1, 1]).From(Samples.From([[1]]).WithLabels(new[] { 1 }))));
        Assert.Equal("There are 2 indexes for 1 rows: each row needs one.", Refusal.Of(() => new DrawnRows(Samples.From([[1]]), new[] { 1, 2 })));
        Assert.Equal("Index 1 is 3: indexes ascend from 0.", Refusal.Of(() => new DrawnRows(Samples.From([[1], [2]]), new[] { 3, 3 })));
    }

    private static Samples Draw(Problem p, Samples[] blocks, int size, double slack, out List<int> sent)
    {
        var (summaries, counts) = (blocks.Select((block, b) => BlockSummary.Of($"{b}", block, p.Components)).ToArray(), new List<int>());
        sent = counts;
        return new BlockDraw(summaries, p.Components, size, p.Seed).Rows(
            draws =>
            {
                DrawnRows[] drawn = [.. blocks.Zip(draws, (block, draw) => draw.From(block))];
                counts.Add(drawn.Sum(rows => rows.Samples.Count));
                return drawn;
            },
            slack);
    }
}
