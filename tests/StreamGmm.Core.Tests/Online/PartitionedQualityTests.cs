namespace StreamGmm.Core.Tests.Online;

/// <summary>What partitions cost: u = p / 2n nats is the statistical error of maximum likelihood itself.</summary>
public class PartitionedQualityTests
{
    private const int Count = 30_000;

    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(2, 64, 1)]
    [InlineData(2, 256, 2)]
    [InlineData(16, 64, 1)]
    [InlineData(16, 256, 2)]
    public void Four_alike_end_as_near_to_batch_EM_as_one_stream(int dimension, int size, int seed)
    {
        var truth = Stream.Truth(5, dimension, 4, seed);
        var samples = truth.Sample(Count, seed);
        AssertGap(truth, samples, Deal([.. Names.Select((_, p) => samples.Slice(p * Count / 4, Count / 4))], size), seed);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(16, 1)]
    public void Partitions_of_some_components_each_end_there_too(int dimension, int seed)
    {
        // a brings the first component alone, b the second, c the third, d the others: none could learn the whole.
        var truth = Stream.Truth(5, dimension, 4, seed);
        var rows = Enumerable.Range(0, 5).Select(k => Only(truth, k).Sample((int)(Count * truth.Weights[k]), seed + k)).ToArray();
        Samples[] parts = [rows[0], rows[1], rows[2], Samples.Concat(Shuffled(Samples.Concat(rows[3..]), seed))];
        AssertGap(truth, Samples.Concat(rows), Deal(parts, 64), seed);
    }

    [Fact]
    public void A_stretch_of_one_partition_after_another_is_no_drift()
    {
        // One in ten rows is of the partition that is less likely: a detector that looked at all rows alike would call its stretches drifts.
        var truth = new GaussianMixture([0.9, 0.1], [[0], [100]], new Covariances.Full([[[1]], [[400]]]));
        var options = new OnlineOptions(2) { Memory = new MemoryPolicy.Adaptive(new MemoryPolicy.Window(40_000)) };
        var (state, stream) = (PartitionedEm.Start(truth, options), OnlineEm.Start(truth, options));
        for (var b = 0; b < 1_200; b++)
        {
            var component = b < 200 ? (b % 10 == 9 ? 1 : 0) : (b % 100 >= 90 ? 1 : 0);
            var batch = new Batch(Only(truth, component).Sample(100, b));
            stream = OnlineEm.Next(stream, batch, options);
            state = PartitionedEm.Next(state, Names[component], batch, options);
            if (b % 10 == 9)
                state = PartitionedEm.Merge(state, options);
        }

        Assert.Equal((120_000, 0), (state.Merged.SamplesSeen, state.Merged.Alarms));
        Assert.True(stream.Alarms > 0, "One stream raises no alarm: the case shows nothing.");
        Assert.InRange(Stream.Gap(truth, state.Merged.Mixture!, truth.Sample(10_000, 1)), -1, 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_jump_of_all_is_found_and_followed(int seed)
    {
        var truth = Stream.Truth(3, 2, 4, seed);
        var options = new OnlineOptions(3);
        var before = Follow(PartitionedEm.Start(truth, options), Deal(Quarters(truth.Sample(40_000, 1)), 100), options);
        Assert.Equal(0, before.Merged.Alarms);
        var moved = Stream.Jump(truth, seed);
        var after = Follow(before, Deal(Quarters(moved.Sample(30_000, 2)), 100), options);
        Assert.InRange(after.Merged.Alarms, 1, 8);
        Assert.InRange(Stream.Gap(moved, after.Merged.Mixture!, moved.Sample(4_000, 1_000)), -1, 0.05);
    }

    private static void AssertGap(GaussianMixture truth, Samples samples, IEnumerable<(string, Samples)> steps, int seed)
    {
        var options = new OnlineOptions(5);
        var state = Follow(PartitionedEm.Start(options), steps, options);
        var held = truth.Sample(20_000, seed + 1_000);
        var gap = Stream.Gap(Stream.Fit(truth, samples), state.Merged.Mixture!, held);
        Assert.InRange(gap * 2 * samples.Count / truth.ParameterCount, -1, 4);
        Dealt.AssertSound(state);
    }

    /// <summary>A merge every 1,000 rows or so.</summary>
    private static PartitionedState Follow(PartitionedState state, IEnumerable<(string Name, Samples Rows)> steps, OnlineOptions options)
    {
        foreach (var (name, rows) in steps)
        {
            state = PartitionedEm.Next(state, name, new Batch(rows), options);
            if (state.RowsSinceMerge >= 1_000)
                state = PartitionedEm.Merge(state, options);
        }

        return PartitionedEm.Merge(state, options);
    }

    /// <summary>Batches of the partitions, so that all come to their ends together.</summary>
    private static IEnumerable<(string Name, Samples Rows)> Deal(Samples[] parts, int size) =>
        from p in Enumerable.Range(0, parts.Length)
        from row in Enumerable.Range(0, (parts[p].Count + size - 1) / size).Select(b => b * size)
        orderby (double)row / parts[p].Count, p
        select (Names[p], parts[p].Slice(row, Math.Min(size, parts[p].Count - row)));

    private static Samples[] Quarters(Samples samples) => [.. Names.Select((_, p) => samples.Slice(p * samples.Count / 4, samples.Count / 4))];

    private static GaussianMixture Only(GaussianMixture mixture, int component) =>
        new([1], [[.. mixture.Means.Row(component)]], new Covariances.Full([mixture.Covariance(component)]));

    private static Samples[] Shuffled(Samples samples, int seed) => [.. new Draw(seed).Permutation(samples.Count).Select(i => samples.Slice(i, 1))];
}
