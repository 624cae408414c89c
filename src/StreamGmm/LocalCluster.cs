namespace StreamGmm;

/// <summary>This machine alone: opens one block after another, so that one at a time is in memory, and is done when a call returns.</summary>
/// <param name="threads">How many threads compute a block, 0 for all cores.</param>
internal sealed class LocalCluster(int threads) : IBlockCluster
{
    public Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BlockSummary>>([.. source.Blocks.Select(block => BlockSummary.Read(source, block, components, cancellationToken))]);

    public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DrawnRows>>([.. blocks.Zip(draws, (block, draw) => draw.From(block.Open(source, cancellationToken)))]);

    public Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken) =>
        Task.FromResult(SufficientStatistics.Merge(blocks.Select(block => EStep.Expect(mixture, block.Open(source, cancellationToken), origin, threads, cancellationToken))));
}
