namespace StreamGmm.Cli.Clusters;

/// <summary>Wherever the blocks of a fit are looked at, and what was seen of them at first.</summary>
internal sealed class SurveyedCluster(IBlockCluster inner) : IBlockCluster
{
    /// <summary>The blocks, once they were looked at.</summary>
    public IReadOnlyList<BlockSummary> Blocks { get; private set; } = [];

    /// <summary>The rows of all blocks.</summary>
    public long Rows => Blocks.Sum(block => (long)block.Count);

    public async Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken) =>
        Blocks = await inner.SummarizeAsync(source, components, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken) =>
        inner.DrawAsync(source, blocks, draws, cancellationToken);

    public Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken) =>
        inner.ExpectAsync(source, blocks, mixture, origin, cancellationToken);

    /// <summary>About so many rows of all blocks, at random, each as likely as any other.</summary>
    public Samples Draw(IBlockSource source, IBlockCluster from, int rows, CancellationToken cancellationToken)
    {
        var share = Math.Min(1, rows / (double)Rows);
        var draws = new List<RowDraw>();
        var first = 0L;
        foreach (var block in Blocks)
        {
            draws.Add(new RowDraw(0, first, RealVector.Create(block.WeightedRows.Select(_ => share))));
            first += block.Count;
        }

        var drawn = from.DrawAsync(source, Blocks, draws, cancellationToken).WaitAsync(cancellationToken).GetAwaiter().GetResult();
        return Samples.Concat([.. drawn.Select(part => part.Samples).Where(samples => samples.Count > 0)]);
    }
}
