namespace StreamGmm.Tests.Operators;

public sealed class FollowPartitionsAsyncTests
{
    private static readonly OnlineOptions Options = Feed.Options with { Memory = new MemoryPolicy.HalfLife(2_000) };

    private static readonly IReadOnlyDictionary<string, Batch[]> Rows = new Dictionary<string, Batch[]>
    {
        ["b"] = Positioned(Feed.Batches(20, 50, seed: 2)),
        ["a"] = Positioned(Feed.Batches(30, 60, seed: 1)),
        ["c"] = Positioned(Feed.Batches(5, 40, seed: 3)),
    };

    [Fact]
    public async Task It_is_the_fold_of_the_pure_steps_with_a_merge_after_so_many_rows()
    {
        var batches = Turns().ToArray();
        var told = await Pull(batches).FollowPartitionsAsync(Options, 300).ToListAsync();
        var (state, expected) = (PartitionedEm.Start(Options), new List<PartitionedState>());
        foreach (var (partition, batch) in batches)
        {
            var merges = state.Merges;
            state = PartitionedEm.Next(state, partition, batch, Options);
            state = state.RowsSinceMerge >= 300 ? PartitionedEm.Merge(state, Options) : state;
            if (state.Merges > merges)
                expected.Add(state);
        }

        expected.Add(PartitionedEm.Merge(state, Options));
        Assert.Equal(expected, told);
        Assert.Equal(3_000, told[^1].Merged.SamplesSeen);
        Assert.All(told, s => Assert.Equal(0, s.RowsSinceMerge));
    }

    [Fact]
    public async Task In_turn_the_batches_come_as_the_fewest_were_taken_however_late_they_are()
    {
        var expected = await Pull(Turns()).FollowPartitionsAsync(Options, 300).ToListAsync();
        foreach (var late in Rows.Keys)
        {
            var streams = Rows.ToDictionary(r => r.Key, r => Stream(r.Value, yields: r.Key == late ? 5 : 0));
            Assert.Equal(expected, await streams.FollowPartitionsAsync(Options, 300, PartitionOrder.InTurn).ToListAsync());
        }
    }

    [Fact]
    public async Task In_turn_a_stream_that_is_saved_anywhere_goes_on_to_the_same_states()
    {
        var whole = await Streams(null).FollowPartitionsAsync(Options, 300, PartitionOrder.InTurn).ToListAsync();
        foreach (var at in whole)
        {
            // From where each was read up to, and from the beginning: what is known is cut off.
            Assert.Equal(whole.SkipWhile(s => s.Merges <= at.Merges), await Streams(at).FollowPartitionsAsync(Options, 300, PartitionOrder.InTurn, at).ToListAsync());
            Assert.Equal(whole.SkipWhile(s => s.Merges <= at.Merges), await Streams(null).FollowPartitionsAsync(Options, 300, PartitionOrder.InTurn, at).ToListAsync());
        }
    }

    [Fact]
    public async Task As_they_come_nobody_waits_for_a_partition_that_is_silent_and_it_is_closed_at_the_end()
    {
        var isClosed = false;
        var streams = Streams(null).Append(KeyValuePair.Create("silent", Silent(() => isClosed = true))).ToDictionary();
        using var cancel = new CancellationTokenSource();
        await using (var states = streams.FollowPartitionsAsync(Options, 1, cancellationToken: cancel.Token).GetAsyncEnumerator())
        {
            PartitionedState last;
            do
            {
                Assert.True(await states.MoveNextAsync().AsTask().WaitAsync(Feed.Soon));
                last = states.Current;
            }
            while (last.Merged.SamplesSeen < 3_000);
            Assert.Equal(["a", "b", "c"], last.Partitions.Keys);
            Assert.Equal([30, 20, 5], last.Partitions.Values.Select(p => p.Batches));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await states.MoveNextAsync().AsTask().WaitAsync(Feed.Soon));
        }

        Assert.True(isClosed);
    }

    [Fact]
    public async Task As_they_come_streams_that_always_have_a_batch_take_turns()
    {
        var states = await Streams(null).FollowPartitionsAsync(Options, 1).ToListAsync();
        var at = states.First(s => s.Merged.SamplesSeen > 600);
        Assert.All(at.Partitions.Values, part => Assert.InRange(part.Batches, 3, 5));
    }

    [Theory]
    [InlineData(PartitionOrder.AsTheyCome)]
    [InlineData(PartitionOrder.InTurn)]
    public async Task A_fault_of_one_is_a_fault_of_all_and_all_are_closed(PartitionOrder order)
    {
        var closed = 0;
        var streams = new Dictionary<string, IAsyncEnumerable<Batch>>
        {
            ["good"] = Stream(Rows["a"], 0, () => closed++),
            ["bad"] = Stream([.. Rows["c"][..2], null!], 0, () => closed++),
        };
        await Assert.ThrowsAsync<InvalidDataException>(async () => await streams.FollowPartitionsAsync(Options, 100, order).ToListAsync());
        Assert.Equal(2, closed);
    }

    [Theory]
    [InlineData(PartitionOrder.AsTheyCome)]
    [InlineData(PartitionOrder.InTurn)]
    public async Task Of_nothing_there_is_nothing(PartitionOrder order)
    {
        Assert.Empty(await new Dictionary<string, IAsyncEnumerable<Batch>>().FollowPartitionsAsync(Options, 100, order).ToListAsync());
        Assert.Empty(await new Dictionary<string, IAsyncEnumerable<Batch>> { ["a"] = Stream([], 0) }.FollowPartitionsAsync(Options, 100, order).ToListAsync());
    }

    [Fact]
    public void What_cannot_be_followed_is_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Pull([]).FollowPartitionsAsync(Options, 0));
        Assert.Throws<ArgumentException>(() => Streams(null).FollowPartitionsAsync(Options with { Structure = new Structure.Adapt(1, 5) }));
    }

    /// <summary>Round by round in the order of names, as long as there are some.</summary>
    private static IEnumerable<(string, Batch)> Turns() =>
        from round in Enumerable.Range(0, 30)
        from partition in Rows.OrderBy(r => r.Key, StringComparer.Ordinal)
        where round < partition.Value.Length
        select (partition.Key, partition.Value[round]);

    private static Dictionary<string, IAsyncEnumerable<Batch>> Streams(PartitionedState? from) =>
        Rows.ToDictionary(r => r.Key, r => Stream([.. r.Value.Where(batch => batch.Position > (from?.PositionOf(r.Key) ?? 0))], 0));

    private static Batch[] Positioned(Batch[] batches)
    {
        var position = 0L;
        return [.. batches.Select(batch => new Batch(batch.Samples, position += batch.Samples.Count))];
    }

    private static async IAsyncEnumerable<(string, Batch)> Pull(IEnumerable<(string, Batch)> batches)
    {
        foreach (var batch in batches)
        {
            await Task.Yield();
            yield return batch;
        }
    }

    private static async IAsyncEnumerable<Batch> Stream(Batch[] batches, int yields, Action? closed = null)
    {
        try
        {
            foreach (var batch in batches)
            {
                for (var i = 0; i < yields; i++)
                    await Task.Yield();
                yield return batch ?? throw new InvalidDataException("bad");
            }
        }
        finally
        {
            closed?.Invoke();
        }
    }

    private static async IAsyncEnumerable<Batch> Silent(Action closed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
        finally
        {
            closed();
        }
    }
}
