using StreamGmm.Core.Tests.Persistence;

namespace StreamGmm.Core.Tests.Online;

public class ChallengeTests
{
    private static readonly GaussianMixture Before = Stream.Truth(3, 2, 4, seed: 18);

    public static TheoryData<string> Memories => ["adaptive", "half-life", "window"];

    [Theory]
    [MemberData(nameof(Memories))]
    public void Parameters_that_lead_to_a_poor_optimum_give_way_to_a_fresh_fit(string memory)
    {
        // After the jump two components lie where one was: the old parameters give both to one and leave another without samples.
        var options = Options(memory);
        var after = Stream.Jump(Before, 18);
        var state = Stream.Follow(OnlineEm.Start(Before, options), Before.Sample(10_000, 1), 100, options).Last();
        var states = Stream.Follow(state, after.Sample(4_000, 2), 100, options).ToArray();
        var held = after.Sample(10_000, 3);
        Assert.True(states[^1].Alarms > 0);
        Assert.InRange(Stream.Gap(after, states[^1].Mixture!, held), -0.01, 0.05);
        var takeover = Assert.Single(states, s => s.Events.Count > 0);
        Assert.Equal(
            [.. state.ComponentIds.Select(id => new LineageEvent.Died(id)), .. takeover.ComponentIds.Select(id => new LineageEvent.Born(id))],
            takeover.Events);
        Assert.Null(takeover.Challenger);
    }

    [Fact]
    public void A_mixture_that_is_right_stays_after_a_false_alarm()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (options, truth) = (Options("half-life"), Stream.Truth(3, 2, 3, seed));
            var state = Stream.Follow(OnlineEm.Start(truth, options), truth.Sample(10_000, 1), 100, options).Last();
            var alarmed = state with { Challenger = new Challenger(OnlineEm.Start(options with { IsChallenger = true }), 0, 0) };
            var states = Stream.Follow(alarmed, truth.Sample(10_000, 2), 100, options).ToArray();
            Assert.Equal(state.ComponentIds, states[^1].ComponentIds);
            Assert.Null(states[^1].Challenger);
            Stream.Same(Stream.Follow(state, truth.Sample(10_000, 2), 100, options).Last(), states[^1]);
        }
    }

    [Fact]
    public void A_wild_row_does_not_decide_between_the_two()
    {
        var (options, after, draw) = (Options("half-life"), Stream.Jump(Before, 18), 0);
        for (var seed = 1; seed <= 4; seed++)
        {
            var state = Stream.Follow(OnlineEm.Start(Before, options), Before.Sample(10_000, seed), 100, options).Last();
            while (state.Challenger is not { Weight: > 0 })
                state = OnlineEm.Next(state, new Batch(after.Sample(100, ++draw)), options);

            // Its likelihood differs by hundreds of nats between the two, and tells nothing of either.
            var (ids, wild) = (state.ComponentIds, OnlineEm.Next(state, new Batch(Samples.From([[100, 100]])), options));
            while (wild.Challenger is not null)
                wild = OnlineEm.Next(wild, new Batch(after.Sample(100, ++draw)), options);
            Assert.NotEqual(ids, wild.ComponentIds);
        }
    }

    [Theory]
    [MemberData(nameof(Memories))]
    public void While_the_two_compete_any_number_of_threads_and_any_kept_state_give_the_same_bits(string memory)
    {
        var options = Options(memory);
        var whole = Stream.Follow(OnlineEm.Start(Before, options), Before.Sample(10_000, 1), 100, options).Last();
        var (resumed, after, competed) = (whole, Stream.Jump(Before, 18).Sample(4_000, 2), 0);
        for (var row = 0; row < after.Count; row += 80)
        {
            var batch = new Batch(after.Slice(row, 80));
            whole = OnlineEm.Next(whole, batch, options with { Threads = 1 });
            resumed = SavedStates.Again(OnlineEm.Next(resumed, batch, options with { Threads = 2 }));
            Stream.Same(whole, resumed);
            competed += whole.Challenger is { Weight: > 0 } ? 1 : 0;
        }

        Assert.True(competed > 3);
    }

    [Fact]
    public void Memories_that_are_to_forget_nothing_look_for_no_drift()
    {
        foreach (var memory in new MemoryPolicy[] { new MemoryPolicy.Exact(), new MemoryPolicy.Decreasing() })
        {
            var options = new OnlineOptions(3) { Memory = memory };
            var state = Stream.Follow(OnlineEm.Start(Before, options), Before.Sample(5_000, 1), 100, options).Last();
            Assert.Equal(0, Stream.Follow(state, Stream.Jump(Before, 18).Sample(5_000, 2), 100, options).Last().Alarms);
        }
    }

    private static OnlineOptions Options(string memory) => new(3)
    {
        Memory = memory switch
        {
            "adaptive" => new MemoryPolicy.Adaptive(),
            "half-life" => new MemoryPolicy.HalfLife(1_000),
            _ => new MemoryPolicy.Window(1_500),
        },
    };
}
