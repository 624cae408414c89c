using StreamGmm.Core.Tests.Statistics;

namespace StreamGmm.Core.Tests.Online;

public class PartitionedEmLaws
{
    [Fact]
    public void While_a_given_mixture_is_held_any_way_of_dealing_gives_the_statistics_of_all_rows() => Law.Holds(p =>
    {
        var (given, samples, draw) = (p.Start(), p.Samples(), p.Draw());
        var options = new OnlineOptions(p.Components) { Shape = p.Shape, Memory = new MemoryPolicy.Exact() };
        samples = samples.Slice(0, Math.Min(samples.Count, options.WarmUp(p.Dimension) - 1)).WithoutWeights();
        var state = PartitionedEm.Start(given, options);
        for (var row = 0; row < samples.Count;)
        {
            var (name, rows) = (Dealt.Names[draw.Integer(4)], Math.Min(samples.Count - row, 1 + draw.Integer(samples.Count)));
            state = PartitionedEm.Next(state, name, samples.Slice(row, rows).At(state.PositionOf(name) + rows), options);
            row += rows;
            if (draw.Chance(0.3))
                state = PartitionedEm.Merge(state, options);
        }

        state = PartitionedEm.Merge(state, options);
        Assert.Same(given, state.Merged.Current);
        var expected = EStep.Expect(given, samples, state.Merged.Statistics!.Origin);
        SufficientStatisticsLaws.Same(1e-13, expected, state.Merged.Statistics);
        Close.Relatively(1e-13, expected.LogLikelihood, state.Merged.Statistics.LogLikelihood);
        Assert.Equal((samples.Count, samples.Count), (state.Merged.SamplesSeen, state.Merged.Position));
    });

    [Fact]
    public void Names_matter_by_their_order_alone() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            var (expected, renamed) = (dealt.First, dealt.First);
            foreach (var (a, b) in dealt.Steps().Zip(dealt.Steps(name => $"queue-{name}!")))
                (expected, renamed) = (dealt.After(expected, a), dealt.After(renamed, b));
            Stream.Same(expected.Merged, renamed.Merged);
            Assert.Equal(expected.Partitions.Values, renamed.Partitions.Values);
        },
        cases: 20);

    [Fact]
    public void A_partition_that_brings_no_rows_changes_nothing_of_the_whole() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            var (expected, actual) = (dealt.First, dealt.First);
            var none = new Batch(Samples.From(ReadOnlyMemory<double>.Empty, c.Dimension)) { DroppedWeight = 1 };
            foreach (var step in dealt.Steps())
            {
                expected = dealt.After(expected, step);
                actual = dealt.After(PartitionedEm.Next(actual, "b", none, dealt.Options), step);
            }

            (expected, actual) = (PartitionedEm.Merge(expected, dealt.Options), PartitionedEm.Merge(actual, dealt.Options));
            Assert.Equal(c.Batches, actual.Merged.DroppedWeight);
            Stream.Same(expected.Merged, actual.Merged with { DroppedWeight = 0 });
        },
        cases: 20);

    [Fact]
    public void A_sample_weighs_half_after_a_half_life_of_time_whatever_its_partition_and_however_late_it_comes() => Law.Holds(
        p => MassesAre(p, draw => new MemoryPolicy.HalfLife(TimeSpan.FromMinutes(draw.Uniform(200, 1_000))), (memory, late, _) => Math.Pow(2, -(late / memory.Time!.Value))),
        cases: 20);

    [Fact]
    public void A_sample_weighs_half_after_a_half_life_of_others_in_all_partitions() => Law.Holds(
        p => MassesAre(p, draw => new MemoryPolicy.HalfLife(draw.Uniform(300, 3_000)), (memory, _, since) => Math.Pow(2, -since / memory.Samples!.Value)),
        cases: 20);

    [Fact]
    public void A_window_is_that_of_the_whole() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            var options = dealt.Options with { Memory = new MemoryPolicy.Window(2 * c.Start.ParameterCount) };
            var state = PartitionedEm.Start(c.Start, options);
            foreach (var (name, samples, _) in dealt.Steps())
            {
                state = PartitionedEm.Merge(PartitionedEm.Next(state, name, new Batch(samples), options), options);
                // A single row may weigh more than a piece should.
                Close.Absolutely(3, Math.Min(state.Merged.WeightSeen, 2 * c.Start.ParameterCount), state.Merged.Memory, "memory");
            }
        },
        cases: 20);

    [Fact]
    public void One_partition_that_is_merged_after_every_batch_is_one_stream_to_the_last_bit() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var parameters = c.Start.ParameterCount;
            var options = new Dealt(c).Options with
            {
                Memory = (c.Policy % 4) switch
                {
                    0 => new MemoryPolicy.Exact(),
                    1 => new MemoryPolicy.Decreasing(),
                    2 => new MemoryPolicy.HalfLife(1_000 + (20 * parameters)),
                    _ => new MemoryPolicy.Window(1_000 + (20 * parameters)),
                },
            };

            // One stream makes an M-step after each batch of such a size, and learns it in one piece.
            var warmUp = options.WarmUp(c.Dimension);
            var (least, most) = ((int)Math.Ceiling(Math.Min(warmUp / 6.0, 1024)), (int)Math.Min(Math.Min(1024, warmUp / 2), options.Memory.LargestPiece));
            var draw = new Draw(c.Seed);
            var (stream, partitioned) = (c.IsGiven ? OnlineEm.Start(c.Start, options) : OnlineEm.Start(options), c.IsGiven ? PartitionedEm.Start(c.Start, options) : PartitionedEm.Start(options));
            for (var b = 0; b < Math.Min(c.Batches, 20); b++)
            {
                var rows = c.Start.Sample(least + draw.Integer(most - least + 1), c.Seed ^ b);
                var batch = rows.At(stream.Position + rows.Count, b);
                stream = OnlineEm.Next(stream, batch, options);
                partitioned = PartitionedEm.Merge(PartitionedEm.Next(partitioned, "only", batch, options), options);
                Assert.Equal(0, stream.Alarms);
                Stream.Same(stream with { Pending = [], Detector = new DriftDetector() }, partitioned.Merged);
                Assert.Equal(stream.Detector, partitioned.Parts["only"].Detector);
            }
        },
        cases: 20);

    [Fact]
    public void No_sequence_of_batches_and_merges_breaks_the_mixture() => Law.Holds(StreamCase.Any, c =>
    {
        var dealt = new Dealt(c);
        var (state, weight) = (dealt.First, 0.0);
        foreach (var step in dealt.Steps())
        {
            state = dealt.After(state, step);
            Dealt.AssertSound(state);
            weight += step.Samples.TotalWeight;
            Assert.InRange(state.Memory, 0, weight * (1 + 1e-9));
        }

        Dealt.AssertSound(PartitionedEm.Merge(state, dealt.Options));
    });

    [Fact]
    public void Learning_a_batch_again_and_merging_again_change_nothing() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            var state = dealt.First;
            foreach (var (name, samples, merges) in dealt.Steps())
            {
                var batch = samples.At(state.PositionOf(name) + samples.Count);
                state = PartitionedEm.Next(state, name, batch, dealt.Options);
                if (merges)
                    state = PartitionedEm.Merge(state, dealt.Options);
                Assert.Same(state, PartitionedEm.Next(state, name, batch, dealt.Options));
                Assert.True(!merges || ReferenceEquals(state, PartitionedEm.Merge(state, dealt.Options)));
            }
        },
        cases: 20);

    [Fact]
    public void Between_merges_the_mixture_stays_and_merges_alone_move_it() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            var state = dealt.First;
            foreach (var step in dealt.Steps())
            {
                var (before, after) = (state, dealt.After(state, step with { Merges = false }));
                Assert.True(before.Merged.Current is null || ReferenceEquals(before.Merged, after.Merged));
                state = step.Merges ? PartitionedEm.Merge(after, dealt.Options) : after;
                Assert.Equal(state.Parts.Values.Sum(p => p.SamplesSeen), state.Merged.SamplesSeen + state.RowsSinceMerge);
                Assert.True(!step.Merges || state.RowsSinceMerge == 0);
            }
        },
        cases: 20);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            Dealt.Same(
                dealt.Steps().Aggregate(dealt.First, (state, step) => dealt.After(state, step, 1)),
                dealt.Steps().Aggregate(dealt.First, (state, step) => dealt.After(state, step, 3)));
        },
        cases: 10);

    /// <summary>Labelled rows come to partitions with times of their own, some late; the mass of a component is what its rows weigh.</summary>
    /// <param name="p">Where the numbers come from.</param>
    /// <param name="memory">A half-life.</param>
    /// <param name="weight">What a row weighs that is so late at the end, and was followed by so many rows.</param>
    private static void MassesAre(Problem p, Func<Draw, MemoryPolicy.HalfLife> memory, Func<MemoryPolicy.HalfLife, TimeSpan, double, double> weight)
    {
        var draw = p.Draw();
        var components = 1 + p.Components;
        var options = new OnlineOptions(components) { Shape = CovarianceShape.Spherical, Memory = memory(draw) };
        var state = PartitionedEm.Start(Some.Unit(CovarianceShape.Spherical, RealMatrix.Create(components, 1, [.. Enumerable.Range(0, components).Select(k => 10.0 * k)])), options);
        var batches = new List<(int Minutes, int[] Labels)>();
        for (var b = 0; b < 30; b++)
        {
            var labels = Enumerable.Range(0, 50 + draw.Integer(150)).Select(_ => draw.Integer(components)).ToArray();
            var samples = Samples.From([.. labels.Select(k => new[] { (10.0 * k) + draw.Normal() })]).WithLabels(labels);
            var (name, minutes) = (Dealt.Names[draw.Integer(4)], Math.Max(0, (10 * b) - draw.Integer(100)));
            state = PartitionedEm.Next(state, name, samples.At(state.PositionOf(name) + labels.Length, minutes), options);
            if (draw.Chance(0.3))
                state = PartitionedEm.Merge(state, options);
            batches.Add((minutes, labels));
        }

        state = PartitionedEm.Merge(state, options);
        var (end, expected) = (batches.Max(b => b.Minutes), new double[components]);
        for (var b = 0; b < batches.Count; b++)
        {
            var own = weight((MemoryPolicy.HalfLife)options.Memory, TimeSpan.FromMinutes(end - batches[b].Minutes), batches.Skip(b + 1).Sum(later => later.Labels.Length));
            foreach (var k in batches[b].Labels)
                expected[k] += own;
        }

        Close.Relatively(1e-11, expected, [.. Enumerable.Range(0, components).Select(state.Merged.Statistics!.Mass)], "mass");
        Close.Relatively(1e-11, expected.Sum(), state.Merged.Memory, "memory");
        Close.Relatively(1e-11, expected.Sum(), state.Partitions.Values.Sum(part => part.Memory), "memory of the partitions");
    }
}
