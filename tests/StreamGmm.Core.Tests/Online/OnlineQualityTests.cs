namespace StreamGmm.Core.Tests.Online;

/// <summary>A quick form of the table of quality; u = p / 2n nats is the statistical error of maximum likelihood itself.</summary>
public class OnlineQualityTests
{
    [Theory]
    [InlineData(2, 10, 1)]
    [InlineData(2, 1_000, 1)]
    [InlineData(2, 10, 2)]
    [InlineData(2, 1_000, 2)]
    [InlineData(16, 10, 1)]
    [InlineData(16, 1_000, 1)]
    [InlineData(16, 10, 2)]
    [InlineData(16, 1_000, 2)]
    public void One_pass_is_within_4_u_of_batch_EM_from_the_truth(int dimension, int size, int seed)
    {
        var truth = Stream.Truth(5, dimension, 4, seed);
        AssertGap(4, truth, new OnlineOptions(5), 30_000, size, seed);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public void Batches_of_one_row_are_learned_as_well(int dimension)
    {
        var options = new OnlineOptions(3);
        AssertGap(3, Stream.Truth(3, dimension, 5, seed: 3), options, options.WarmUp(dimension) + 3_000, 1, seed: 3);
    }

    [Fact]
    public void Forgetting_costs_what_theory_says()
    {
        const double HalfLife = 1_000;
        var truth = Stream.Truth(3, 2, 4, seed: 4);
        var options = new OnlineOptions(3) { Memory = new MemoryPolicy.HalfLife(HalfLife) };
        var held = truth.Sample(20_000, 1);
        var excess = Stream.Follow(OnlineEm.Start(truth, options), truth.Sample(120_000, 2), 200, options)
            .Where((s, b) => s.Position > 10 * HalfLife && b % 10 == 0)
            .Average(s => Stream.Gap(truth, s.Mixture!, held));
        Assert.InRange(excess / (truth.ParameterCount * Math.Log(2) / (4 * HalfLife)), 0.4, 1.4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Forgetting_recovers_from_a_jump_within_14_half_lives(int seed)
    {
        var truth = Stream.Truth(3, 2, 4, seed);
        var options = new OnlineOptions(3) { Memory = new MemoryPolicy.HalfLife(1_000) };
        var before = Stream.Follow(OnlineEm.Start(truth, options), truth.Sample(10_000, 1), 100, options).Last();
        Assert.InRange(SamplesToRecover(before, Stream.Jump(truth, seed), options, 20_000), 100, 14_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void An_adaptive_memory_recovers_from_a_jump_within_7_000_samples(int seed)
    {
        var truth = Stream.Truth(3, 2, 4, seed);
        var options = new OnlineOptions(3);
        var before = Stream.Follow(OnlineEm.Start(truth, options), truth.Sample(30_000, 1), 100, options).Last();
        Assert.Equal(0, before.Alarms);
        Assert.InRange(SamplesToRecover(before, Stream.Jump(truth, seed), options, 10_000), 100, 7_000);
    }

    [Fact]
    public void A_steady_stream_raises_no_alarm()
    {
        var truth = Stream.Truth(3, 2, 3, seed: 5);
        var options = new OnlineOptions(3);
        var state = OnlineEm.Start(options);
        for (var part = 0; part < 10; part++)
            state = Stream.Follow(state, truth.Sample(30_000, part), 1_000, options).Last();
        Assert.Equal((300_000, 0), (state.SamplesSeen, state.Alarms));
    }

    private static void AssertGap(double target, GaussianMixture truth, OnlineOptions options, int count, int size, int seed)
    {
        var samples = truth.Sample(count, seed);
        var state = Stream.Follow(OnlineEm.Start(options), samples, size, options).Last();
        var gap = Stream.Gap(Stream.Fit(truth, samples), state.Mixture!, truth.Sample(20_000, seed + 1_000));
        Assert.InRange(gap * 2 * count / truth.ParameterCount, -1, target);
        Stream.AssertSound(state);
    }

    /// <summary>After how many rows the mixture explains new rows within 0.05 nats of the truth.</summary>
    private static long SamplesToRecover(OnlineState before, GaussianMixture truth, OnlineOptions options, int most)
    {
        var held = truth.Sample(4_000, 1_000);
        return Stream.Follow(before, truth.Sample(most, 1_001), 100, options)
            .First(s => s.Position == before.Position + most || Stream.Gap(truth, s.Mixture!, held) < 0.05).Position - before.Position;
    }
}
