namespace StreamGmm;

/// <summary>The blocks of a fit as a cluster saw them at first, and its E-step over them.</summary>
internal sealed class BlockSurvey
{
    private const double Rounding = 1e-9;

    private readonly IBlockSource source;
    private readonly IReadOnlyList<BlockSummary> blocks;
    private readonly FitOptions options;
    private readonly IBlockCluster cluster;
    private readonly RealVector origin;

    private BlockSurvey(IBlockSource source, IReadOnlyList<BlockSummary> blocks, FitOptions options, IBlockCluster cluster)
    {
        (this.source, this.blocks, this.options, this.cluster) = (source, blocks, options, cluster);
        Require();
        origin = RealVector.Create(Enumerable.Range(0, blocks[0].Dimension).Select(FirstValue));
    }

    /// <summary>Looks at all blocks.</summary>
    /// <exception cref="ArgumentException">The blocks do not suit each other or the options.</exception>
    public static BlockSurvey Of(IBlockSource source, FitOptions options, IBlockCluster cluster, CancellationToken cancellationToken)
    {
        var names = source.Blocks;
        if (names.Count == 0)
            throw new ArgumentException("There is no block: a fit needs one at least.");
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Block '{twice.Key}' is there {twice.Count()} times: blocks are opened by their names, which must differ.");
        var blocks = Result(cluster.SummarizeAsync(source, options.Components, cancellationToken), cancellationToken);
        return names.SequenceEqual(blocks.Select(block => block.Block))
            ? new BlockSurvey(source, blocks, options, cluster)
            : throw new InvalidOperationException($"The cluster looked at {blocks.Count} blocks, and {names.Count} were asked for: one summary each was expected, in their order.");
    }

    /// <summary>The E-step over all blocks, about the first row of positive weight.</summary>
    public SufficientStatistics Expect(GaussianMixture mixture, CancellationToken cancellationToken) => Expect(blocks, mixture, cancellationToken);

    /// <summary>The E-steps over groups of neighbouring blocks, each this share of them.</summary>
    public IReadOnlyList<Expectation> Groups(double share)
    {
        // A product like 0.07 × 100 is rounding above the whole number that is meant.
        var size = Math.Max(1, (int)Math.Ceiling((share * blocks.Count) - Rounding));
        return [.. blocks.Chunk(size).Select(group => new Expectation((mixture, cancellationToken) => Expect(group, mixture, cancellationToken)))];
    }

    /// <summary>The part of the rows that a start is found on.</summary>
    public Samples Part(CancellationToken cancellationToken)
    {
        var size = BlockSample.Size(options.Components, blocks[0].Dimension, options.Shape);
        return new BlockDraw(blocks, options.Components, size, options.Seed).Rows(draws => Result(cluster.DrawAsync(source, blocks, draws, cancellationToken), cancellationToken));
    }

    private SufficientStatistics Expect(IReadOnlyList<BlockSummary> some, GaussianMixture mixture, CancellationToken cancellationToken) =>
        Result(cluster.ExpectAsync(source, some, mixture, origin, cancellationToken), cancellationToken);

    private static T Result<T>(Task<T> task, CancellationToken cancellationToken) => task.WaitAsync(cancellationToken).GetAwaiter().GetResult();

    private void Require()
    {
        var first = blocks[0];
        if (blocks.FirstOrDefault(block => block.Dimension != first.Dimension) is { } other)
            throw new ArgumentException($"Block '{other.Block}' has {other.Dimension} features, block '{first.Block}' has {first.Dimension}: all blocks must have the same.");
        options.Shape.Require(first.Dimension);
        if (options.Seeding is Seeding.From given)
            SeedingProblem.Require(given.Mixture, options.Components, first.Dimension, options.Shape);
        var weighted = blocks.Sum(block => (long)block.WeightedRows.Sum());
        if (weighted < options.Components)
            throw Samples.TooFew(weighted, options.Components);
        if (Enumerable.Range(0, first.Dimension).Where(axis => double.IsNaN(FirstValue(axis))).Take(1).ToArray() is [var unseen])
            throw Samples.Unseen(unseen);
    }

    private double FirstValue(int axis) =>
        blocks.Select(block => block.FirstValues[axis]).FirstOrDefault(value => !double.IsNaN(value), double.NaN);
}
