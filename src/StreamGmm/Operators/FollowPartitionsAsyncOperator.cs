using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>The operator <c>FollowPartitionsAsync</c>.</summary>
public static class FollowPartitionsAsyncOperator
{
    /// <summary>A merge costs about what some tens of rows cost, and the mixture hardly changes sooner.</summary>
    private const int UsualMerge = 1000;

    /// <summary>Online EM over a stream in partitions, pulled: the state after each merge, at the end after a last one.</summary>
    /// <remarks>A state has the positions of all partitions: saved and gone on from, with each partition read from its position, no row is learned twice or left out.</remarks>
    /// <param name="batches">The batches, each with the name of its partition.</param>
    /// <param name="options">How to follow them.</param>
    /// <param name="mergeEvery">After so many rows or more of all partitions together there is a merge, 1 or more; a fraction of the memory is soon enough.</param>
    /// <param name="resume">The state to go on from, as it was saved; null to start from nothing.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The options are not for partitions; or a batch cannot be learned, and <see cref="OnlineOptions.OnBadBatch"/> does not say to skip it.</exception>
    public static IAsyncEnumerable<PartitionedState> FollowPartitionsAsync(
        this IAsyncEnumerable<(string Partition, Batch Batch)> batches, OnlineOptions options, int mergeEvery = UsualMerge, PartitionedState? resume = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(mergeEvery, 1);
        return States(_ => batches, options, mergeEvery, resume ?? PartitionedEm.Start(options), cancellationToken);
    }

    /// <summary>The same of partitions by name, each a stream of its own.</summary>
    /// <remarks><inheritdoc cref="FollowPartitionsAsync(IAsyncEnumerable{ValueTuple{string, Batch}}, OnlineOptions, int, PartitionedState?, CancellationToken)" path="/remarks"/> One that ends is left out; a fault of one is a fault of all.</remarks>
    /// <param name="partitions">The partitions.</param>
    /// <param name="options">How to follow them.</param>
    /// <param name="mergeEvery">After so many rows or more of all partitions together there is a merge, 1 or more; a fraction of the memory is soon enough.</param>
    /// <param name="order">Which partition the next batch is taken of.</param>
    /// <param name="resume">The state to go on from, as it was saved; null to start from nothing.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The options are not for partitions; or a batch cannot be learned, and <see cref="OnlineOptions.OnBadBatch"/> does not say to skip it.</exception>
    public static IAsyncEnumerable<PartitionedState> FollowPartitionsAsync(
        this IReadOnlyDictionary<string, IAsyncEnumerable<Batch>> partitions,
        OnlineOptions options,
        int mergeEvery = UsualMerge,
        PartitionOrder order = PartitionOrder.AsTheyCome,
        PartitionedState? resume = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(mergeEvery, 1);
        return States(
            state => order == PartitionOrder.InTurn ? Interleaved.InTurn(partitions, name => state().Partitions.GetValueOrDefault(name)?.Batches ?? 0, cancellationToken) : Interleaved.AsTheyCome(partitions, cancellationToken),
            options,
            mergeEvery,
            resume ?? PartitionedEm.Start(options),
            cancellationToken);
    }

    private static async IAsyncEnumerable<PartitionedState> States(
        Func<Func<PartitionedState>, IAsyncEnumerable<(string Partition, Batch Batch)>> batches, OnlineOptions options, int mergeEvery, PartitionedState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (partition, batch) in batches(() => state).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var merges = state.Merges;
            state = PartitionedEm.Next(state, partition, batch, options, cancellationToken);
            if (state.RowsSinceMerge >= mergeEvery)
                state = PartitionedEm.Merge(state, options);
            if (state.Merges > merges)
                yield return state;
        }

        var last = PartitionedEm.Merge(state, options);
        if (last.Merges > state.Merges)
            yield return last;
    }
}
