namespace StreamGmm;

/// <summary>Where the blocks of a fit are looked at: on this machine, or on others that open them by their names.</summary>
/// <remarks>
/// What comes back is a function of the arguments and of the rows, to the last bit: blocks may be computed in any order, anywhere and more than once, and only what is put together is put together in the order of the blocks.
/// A block that cannot be read, or has changed, is a <see cref="BlockException"/> that names it. The calls of one fit come one after another; several fits may run at once.
/// A fit waits for a call on a thread of its own, which the call must not need to go on.
/// </remarks>
public interface IBlockCluster
{
    /// <summary>Looks at every block for the first time, before a fit.</summary>
    /// <param name="source">The blocks. Another machine opens them by a source of its own.</param>
    /// <param name="components">K, the components of the mixture to fit.</param>
    /// <param name="cancellationToken">Ends it, on every machine.</param>
    /// <returns><see cref="BlockSummary.Read"/> of each, in the order of <see cref="IBlockSource.Blocks"/>.</returns>
    Task<IReadOnlyList<BlockSummary>> SummarizeAsync(IBlockSource source, int components, CancellationToken cancellationToken);

    /// <summary>Draws rows from every block, for a start to be found on.</summary>
    /// <param name="source">The blocks.</param>
    /// <param name="blocks">Their summaries, in order; <see cref="BlockSummary.Open(IBlockSource, CancellationToken)"/> opens a block and looks whether it is the same as then.</param>
    /// <param name="draws">Which rows of each.</param>
    /// <param name="cancellationToken">Ends it, on every machine.</param>
    /// <returns><see cref="RowDraw.From"/> of each, in order.</returns>
    Task<IReadOnlyList<DrawnRows>> DrawAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, IReadOnlyList<RowDraw> draws, CancellationToken cancellationToken);

    /// <summary>The E-step over all blocks.</summary>
    /// <param name="source">The blocks.</param>
    /// <param name="blocks">Their summaries, in order.</param>
    /// <param name="mixture">The mixture that responsibilities are computed with: another at every call.</param>
    /// <param name="origin">The point that means are relative to: the same at every call of a fit.</param>
    /// <param name="cancellationToken">Ends it within a tile, on every machine.</param>
    /// <returns><see cref="EStep.Expect(GaussianMixture, Samples, RealVector, int, CancellationToken)"/> of each block, put together by <see cref="SufficientStatistics.Merge"/> in the order of the blocks.</returns>
    Task<SufficientStatistics> ExpectAsync(IBlockSource source, IReadOnlyList<BlockSummary> blocks, GaussianMixture mixture, RealVector origin, CancellationToken cancellationToken);
}
