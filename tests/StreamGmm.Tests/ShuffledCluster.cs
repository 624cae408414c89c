namespace StreamGmm.Tests;

/// <summary>Computes blocks at the same time, in an order that is drawn anew at every call, and some of them twice.</summary>
internal sealed class ShuffledCluster(int seed) : IBlockCluster
{
    private readonly Random random = new(seed);

    public Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken) =>
        Each(source.Blocks.Count, b => BlockSummary.Read(source, source.Blocks[b], components, cancellationToken));

    public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken) =>
        Each(blocks.Count, b => draws[b].From(blocks[b].Open(source, cancellationToken)));

    public async Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken) =>
        SufficientStatistics.Merge(await Each(blocks.Count, b => EStep.Expect(mixture, blocks[b].Open(source, cancellationToken), origin, 1 + (b % 3), cancellationToken)));

    private async Task<IReadOnlyList<T>> Each<T>(int count, Func<int, T> compute)
    {
        var order = Enumerable.Range(0, count).ToArray();
        lock (random)
            random.Shuffle(order);
        var results = new T[count];
        foreach (var few in order.Concat(order.Take(count / 2)).Chunk(3))
            await Task.WhenAll(few.Distinct().Select(b => Task.Run(() => results[b] = compute(b))));
        return results;
    }
}
