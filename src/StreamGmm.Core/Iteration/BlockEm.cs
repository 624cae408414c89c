namespace StreamGmm;

/// <summary>Incremental expectation–maximization over stored blocks, for data larger than memory: a fit is the unfolding of <see cref="Next"/> from <see cref="Start"/>.</summary>
/// <remarks>
/// The statistics of every block are kept. A visit to a block is an M-step from those of all blocks, then the E-step of that block, whose statistics take the place of its old ones (Neal and Hinton, 1998).
/// With 50 blocks and more, about half as many passes as batch EM; one block is batch EM. About n^0.4 blocks are a good choice for n samples (Ng and McLachlan, 2003).
/// Two blocks at most are in memory at a time, and besides the statistics of every block twice.
/// </remarks>
public static class BlockEm
{
    /// <summary>With fewer a pass gains less.</summary>
    private const int FewestBlocks = 50;

    /// <summary>64 MB of doubles; a tree of statistics has twice as many as its leaves.</summary>
    private const int StatisticsNumbers = 1 << 23;

    /// <summary>The rows that a block should have: for n samples about n^0.4 blocks, and no more than that their statistics stay below 128 MB or 50 blocks.</summary>
    /// <param name="samples">n, the number of samples.</param>
    /// <param name="parameters">The free parameters of the mixture: a block's statistics are about as many numbers.</param>
    public static int RowsPerBlock(long samples, int parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        var blocks = Math.Min(Math.Pow(samples, 0.4), Math.Max(FewestBlocks, (double)StatisticsNumbers / parameters));
        return (int)Math.Min(int.MaxValue, Math.Ceiling(samples / blocks));
    }

    /// <summary>State 0 of a fit: the given mixture, and one pass that gives the statistics of every block.</summary>
    /// <param name="mixture">The mixture to start from.</param>
    /// <param name="blocks">Gives the blocks, the same in the same order whenever it is called: once for every pass. Samples with a label stay with that component.</param>
    /// <param name="options">How to iterate; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ, a label is no component, there are fewer samples of positive weight than components, or the blocks are not those of the first pass.</exception>
    public static BlockState Start(GaussianMixture mixture, Func<IEnumerable<Samples>> blocks, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(blocks);
        options ??= new EmOptions();
        return IncrementalEm.Start(mixture, VisitedBlocks.First(mixture, blocks(), options.Threads, cancellationToken), options);
    }

    /// <summary>The state one pass on: a visit to every block in turn. Where an M-step has no mixture to give, the state before the pass, as degenerate.</summary>
    /// <inheritdoc cref="Start"/>
    public static BlockState Next(BlockState state, Func<IEnumerable<Samples>> blocks, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(blocks);
        options ??= new EmOptions();
        return IncrementalEm.Next(state, Over(blocks, options), options, cancellationToken);
    }

    /// <summary>The same state with the statistics of all blocks under its very mixture: one pass without an M-step. A state that has them stays as it is.</summary>
    /// <inheritdoc cref="Start"/>
    public static BlockState Measure(BlockState state, Func<IEnumerable<Samples>> blocks, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(blocks);
        return IncrementalEm.Measure(state, Over(blocks, options ?? new EmOptions()), cancellationToken);
    }

    /// <summary>The states of a fit from <paramref name="state"/> on, that one first, until one is no longer running; computed as they are asked for. The last is measured.</summary>
    /// <remarks>A state that stopped at a lower limit of iterations than <paramref name="options"/> allow goes on.</remarks>
    /// <inheritdoc cref="Start"/>
    public static IEnumerable<BlockState> Iterate(BlockState state, Func<IEnumerable<Samples>> blocks, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(blocks);
        options ??= new EmOptions();
        return IncrementalEm.Iterate(state, Over(blocks, options), options, cancellationToken);
    }

    /// <summary>The pass over blocks that are read anew.</summary>
    private static IncrementalEm.Pass Over(Func<IEnumerable<Samples>> blocks, EmOptions options) => visited => visited.Again(blocks()).Select(visit =>
        new Expectation((mixture, cancellationToken) => EStep.Expect(mixture, visit.Block, visited.Tree.Total.Origin, options.Threads, cancellationToken)));
}
