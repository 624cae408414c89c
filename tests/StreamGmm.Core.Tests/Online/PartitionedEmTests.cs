namespace StreamGmm.Core.Tests.Online;

public class PartitionedEmTests
{
    private static readonly OnlineOptions Options = new(2) { Shape = CovarianceShape.Spherical, Memory = new MemoryPolicy.Exact() };

    private static readonly GaussianMixture Pair = Some.Pair(CovarianceShape.Spherical);

    [Fact]
    public void The_warm_up_is_of_all_partitions_together_and_in_the_order_of_their_names()
    {
        var rows = Some.Rows(500);
        var state = PartitionedEm.Start(Options);
        state = PartitionedEm.Next(state, "b", new Batch(Samples.From(rows[300..])), Options);
        Assert.Null(state.Merged.Current);
        Assert.Equal((200, 0, 200), (state.RowsSinceMerge, state.Merges, state.Partitions["b"].Memory));
        state = PartitionedEm.Next(state, "a", new Batch(Samples.From(rows[..300])), Options);
        Assert.Equal((0, 1, 500), (state.RowsSinceMerge, state.Merges, state.Merged.SamplesSeen));

        // As one stream that brought a first.
        var expected = OnlineEm.Next(OnlineEm.Start(Options), new Batch(Samples.From(rows)), Options);
        Bits.Same(expected.Current!, state.Merged.Current!);
        Assert.Equal([0, 1], state.Merged.ComponentIds);
        Close.Relatively(1e-12, expected.Statistics!.LogLikelihood, state.Merged.Statistics!.LogLikelihood);
        Bits.Same(EStep.Expect(expected.Current!, Samples.From(rows[..300]), expected.Statistics.Origin), state.Partitions["a"].Statistics!);
        Assert.Empty(state.Pending);
    }

    [Fact]
    public void A_merge_before_the_warm_up_counts_what_has_come()
    {
        var state = PartitionedEm.Next(PartitionedEm.Start(Options), "a", new Batch(Samples.From(Some.Rows(10)), 40), Options);
        Assert.Equal(0, state.Merged.SamplesSeen);
        state = PartitionedEm.Merge(state, Options);
        Assert.Equal((10, 40, 10.0, 1), (state.Merged.SamplesSeen, state.Merged.Position, state.Merged.WeightSeen, state.Merges));
        Assert.Null(state.Merged.Mixture);
    }

    [Fact]
    public void A_start_is_not_merged_and_a_name_is_needed()
    {
        var start = PartitionedEm.Start(Pair, Options);
        Assert.Same(start, PartitionedEm.Merge(start, Options));
        Assert.Throws<ArgumentException>(() => PartitionedEm.Next(start, "", new Batch(Samples.From(Some.Rows(1))), Options));
        Assert.Equal((0, 0), (start.PositionOf("any"), start.Partitions.Count));
    }

    [Fact]
    public void Positions_are_those_of_each_partition()
    {
        var (rows, state) = (Samples.From(Some.Rows(30)), PartitionedEm.Start(Pair, Options));
        state = PartitionedEm.Next(state, "a", rows.Slice(0, 20).At(120), Options);
        state = PartitionedEm.Next(state, "b", rows.Slice(0, 20).At(20), Options);
        Assert.Same(state, PartitionedEm.Next(state, "a", rows.Slice(0, 20).At(120), Options));

        // The last ten of these are new.
        state = PartitionedEm.Next(state, "b", rows.At(30), Options);
        Assert.Equal((120, 30), (state.PositionOf("a"), state.PositionOf("b")));
        Assert.Equal((20, 30), (state.Partitions["a"].SamplesSeen, state.Partitions["b"].SamplesSeen));
        Assert.Equal(150, PartitionedEm.Merge(state, Options).Merged.Position);
        Assert.Equal("2 partitions, 1 merges: 50 samples", PartitionedEm.Merge(state, Options).ToString().Split(", score")[0]);
        Assert.Equal("30 samples up to position 30, memory 30", state.Partitions["b"].ToString());
    }

    [Fact]
    public void A_score_is_told_by_the_merge_for_each_and_for_all()
    {
        var rows = Samples.From(Some.Rows(90));
        var state = PartitionedEm.Start(Pair, Options);
        state = PartitionedEm.Next(state, "a", new Batch(rows.Slice(0, 20)), Options);
        state = PartitionedEm.Next(state, "a", new Batch(rows.Slice(20, 40)), Options);
        state = PartitionedEm.Next(state, "b", new Batch(rows.Slice(60, 30)), Options);
        Assert.Null(state.Partitions["a"].Score);
        state = PartitionedEm.Merge(state, Options);
        Close.Relatively(1e-12, Pair.LogDensity(rows.Slice(0, 60)).Average(), state.Partitions["a"].Score!.Value);
        Close.Relatively(1e-12, Pair.LogDensity(rows.Slice(60, 30)).Average(), state.Partitions["b"].Score!.Value);
        Close.Relatively(1e-12, Pair.LogDensity(rows).Average(), state.Merged.Score!.Value);
        state = PartitionedEm.Merge(PartitionedEm.Next(state, "b", new Batch(rows.Slice(0, 7)), Options), Options);
        Assert.Null(state.Partitions["a"].Score);
        Close.Relatively(1e-12, Pair.LogDensity(rows.Slice(0, 7)).Average(), state.Merged.Score!.Value);
    }

    [Fact]
    public void An_alarm_of_one_partition_cuts_an_adaptive_memory_of_all_at_once_and_is_told_by_the_merge()
    {
        var options = Options with { Memory = new MemoryPolicy.Adaptive() };
        var state = PartitionedEm.Start(Pair, options);
        for (var b = 0; b < 100; b++)
        {
            state = PartitionedEm.Next(state, "a", new Batch(Pair.Sample(100, b)), options);
            state = PartitionedEm.Next(state, "b", new Batch(Pair.Sample(100, 1_000 + b)), options);
            state = PartitionedEm.Merge(state, options);
        }

        Assert.Equal(0, state.Merged.Alarms);
        var before = state.Memory;
        var far = Some.Unit(CovarianceShape.Spherical, [[20, 20], [30, 30]]);
        for (var b = 0; state.Partitions["b"].Alarms == 0; b++)
        {
            Assert.True(b < 10);
            state = PartitionedEm.Next(state, "b", new Batch(far.Sample(100, b)), options);
        }

        Assert.False(state.Partitions["b"].Alarm || state.Merged.Alarm);
        Assert.True(before > 1_000);
        Close.Relatively(1e-9, 500, state.Memory);
        Assert.InRange(state.Partitions["a"].Memory, 1, 300);
        Assert.Equal((500.0, 0), (state.Clock, state.Partitions["a"].Alarms));
        Assert.All(state.Parts.Values, part => Assert.Equal(new DriftDetector(), part.Detector));

        state = PartitionedEm.Merge(state, options);
        Assert.Equal((true, true, false, 1), (state.Merged.Alarm, state.Partitions["b"].Alarm, state.Partitions["a"].Alarm, state.Merged.Alarms));
        Assert.Equal(state.Merged.Average, AveragedStatistics.Add(null, state.Merged.Statistics!, state.Merged.Average!.Weight));
        state = PartitionedEm.Merge(PartitionedEm.Next(state, "a", new Batch(Pair.Sample(10, 1)), options), options);
        Assert.Equal((false, false, 1), (state.Merged.Alarm, state.Partitions["b"].Alarm, state.Merged.Alarms));
    }

    [Fact]
    public void A_half_life_alarms_and_cuts_nothing()
    {
        var options = Options with { Memory = new MemoryPolicy.HalfLife(3_000) };
        var state = PartitionedEm.Start(Pair, options);
        for (var b = 0; b < 40; b++)
            state = PartitionedEm.Next(state, "a", new Batch(Pair.Sample(100, b)), options);
        var far = Some.Unit(CovarianceShape.Spherical, [[20, 20], [30, 30]]);
        for (var b = 0; b < 9; b++)
            state = PartitionedEm.Next(state, "a", new Batch(far.Sample(100, b)), options);
        Assert.Equal(1, state.Partitions["a"].Alarms);
        Assert.InRange(state.Memory, 2_500, 4_000);
    }

    [Fact]
    public void A_bad_batch_is_a_fault_that_names_its_partition_or_is_counted()
    {
        var bad = Batch.Refused(new FormatException("Row 3 is bad."), 5, 2, 15);
        var state = PartitionedEm.Start(Pair, Options);
        Assert.Equal("Partition 'a': Row 3 is bad.", Refusal.Of(() => PartitionedEm.Next(state, "a", bad, Options)));
        Assert.Equal("Partition 'a': The batch has 1 features, the stream has 2: they must agree.", Refusal.Of(() => PartitionedEm.Next(state, "a", new Batch(Samples.From([[1.0]])), Options)));
        var time = Options with { Memory = new MemoryPolicy.HalfLife(TimeSpan.FromHours(1)) };
        Assert.StartsWith("Partition 'a': The batch has no time", Refusal.Of(() => PartitionedEm.Next(state, "a", new Batch(Samples.From(Some.Rows(2))), time)), StringComparison.Ordinal);
        state = PartitionedEm.Next(state, "a", bad, Options with { OnBadBatch = OnBadBatch.Skip });
        Assert.Equal((15, 1, 1, 0), (state.PositionOf("a"), state.Partitions["a"].RefusedBatches, state.Partitions["a"].Batches, state.Partitions["a"].SamplesSeen));
        state = PartitionedEm.Merge(state, Options);
        Assert.Equal((1, 15), (state.Merged.RefusedBatches, state.Merged.Position));
    }

    [Fact]
    public void What_partitions_cannot_have_is_refused()
    {
        var batches = Options with { Memory = MemoryPolicy.HalfLife.InBatches(3) };
        const string Batches = "The half-life is one in batches: partitions bring batches of their own, one more than another. Give it in samples or in time.";
        Assert.Equal(Batches, Refusal.Of(() => PartitionedEm.Start(batches)));
        Assert.Equal(Batches, Refusal.Of(() => PartitionedEm.Start(Pair, batches with { Memory = new MemoryPolicy.Adaptive(batches.Memory) })));
        Assert.Equal(
            "The structure may change: that is tried on the latest rows in their order, which partitions do not have. Leave it fixed, or follow one stream.",
            Refusal.Of(() => PartitionedEm.Next(PartitionedEm.Start(Options), "a", new Batch(Samples.From(Some.Rows(1))), Options with { Structure = new Structure.Adapt(1, 3) })));
        Assert.StartsWith("A window of 3 samples is too short", Refusal.Of(() => PartitionedEm.Start(Pair, Options with { Memory = new MemoryPolicy.Window(3) })), StringComparison.Ordinal);
        var state = PartitionedEm.Next(PartitionedEm.Start(Pair, Options), "a", new Batch(Samples.From(Some.Rows(1))), Options);
        Assert.StartsWith("The mixture is K = 2", Refusal.Of(() => PartitionedEm.Merge(state, new OnlineOptions(3))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_token_leaves_the_state_as_it_was()
    {
        var state = PartitionedEm.Start(Pair, Options);
        Assert.Throws<OperationCanceledException>(() => { PartitionedEm.Next(state, "a", new Batch(Samples.From(Some.Rows(1_000))), Options, new CancellationToken(true)); });
        Assert.Equal(PartitionedEm.Start(Pair, Options), state);
    }
}
