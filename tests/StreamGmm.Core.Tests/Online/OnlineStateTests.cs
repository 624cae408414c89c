using StreamGmm.Core.Tests.Persistence;

namespace StreamGmm.Core.Tests.Online;

public class OnlineStateTests
{
    private static readonly OnlineOptions Options = new(2);

    [Fact]
    public void Equal_streams_lead_to_equal_states_and_others_do_not()
    {
        foreach (var rows in new[] { 100, 700, 2000 })
        {
            Assert.Equal(After(rows, seed: 1), After(rows, seed: 1));
            Assert.Equal(After(rows, seed: 1).GetHashCode(), After(rows, seed: 1).GetHashCode());
            Assert.NotEqual(After(rows, seed: 1), After(rows, seed: 2));
            Assert.NotEqual(After(rows, seed: 1), After(rows + 1, seed: 1));
        }

        // Asking for the mixture that is reported changes nothing.
        var state = After(2000, seed: 1);
        Assert.NotNull(state.Mixture);
        Assert.Equal(After(2000, seed: 1), state);
    }

    [Fact]
    public void Every_part_is_copied_and_makes_a_difference()
    {
        foreach (var part in SavedStates.Parts(typeof(OnlineState)))
        {
            var changed = SavedStates.Full with { };
            Assert.Equal(SavedStates.Full, changed);
            Assert.Equal(part.GetValue(SavedStates.Full), part.GetValue(changed));
            part.SetValue(changed, part.GetValue(new OnlineState()));
            Assert.False(changed.Equals(SavedStates.Full), $"A state with another {part.Name} is taken for the same: compare it.");
        }

        foreach (var part in SavedStates.Parts(typeof(Lineage)))
        {
            var changed = SavedStates.Full.Lineage with { };
            part.SetValue(changed, part.GetValue(new Lineage()));
            Assert.False(changed.Equals(SavedStates.Full.Lineage), $"A lineage with another {part.Name} is taken for the same: compare it.");
        }
    }

    [Fact]
    public void One_line_says_what_is_known()
    {
        Assert.Equal("0 samples, warming up", OnlineEm.Start(Options).ToString());
        Assert.Equal("0 samples, memory 0", OnlineEm.Start(Some.Pair(CovarianceShape.Full), Options).ToString());
        Assert.Matches(@"^10 samples, score -\d+\.\d{4}, memory 10$", OnlineEm.Next(OnlineEm.Start(Some.Pair(CovarianceShape.Full), Options), new Batch(Samples.From(Some.Rows(10))), Options).ToString());
    }

    [Fact]
    public void A_stream_goes_on_by_the_options_it_is_given()
    {
        var batch = new Batch(Samples.From(Some.Rows(400, 2)));
        var state = OnlineEm.Next(After(2000, seed: 1), batch, Options);
        Assert.NotNull(state.Average);

        // What was averaged under another memory is no longer what is reported.
        var halved = OnlineEm.Next(state with { Challenger = SavedStates.Full.Challenger }, batch, Options with { Memory = new MemoryPolicy.HalfLife(1_000) });
        Assert.Null(halved.Average);
        Assert.Same(halved.Current, halved.Mixture);
        Assert.Null(OnlineEm.Next(state with { Challenger = SavedStates.Full.Challenger }, batch, Options with { Memory = new MemoryPolicy.Exact() }).Challenger);

        var wider = OnlineEm.Next(state, batch, Options with { Regularization = new Regularization.Absolute(1e6) });
        Assert.NotNull(wider.Average);
        Assert.True(wider.Mixture!.Covariance(0)[0, 0] > 100);
    }

    [Fact]
    public void Options_of_another_kind_are_refused()
    {
        var state = After(2000, seed: 1);
        var batch = new Batch(Samples.From(Some.Rows(10)), 2010);
        Assert.Equal("The mixture is K = 2, D = 2, full; the options are for K = 3, full: they must agree.", Refusal.Of(() => OnlineEm.Next(state, batch, new OnlineOptions(3))));
        Assert.Equal("The mixture is K = 2, D = 2, full; the options are for K = 2, tied: they must agree.", Refusal.Of(() => OnlineEm.Next(state, batch, Options with { Shape = CovarianceShape.Tied })));
    }

    private static OnlineState After(int rows, int seed) =>
        OnlineEm.Next(OnlineEm.Start(Options), new Batch(Samples.From(Some.Rows(rows, seed)), rows), Options);
}
