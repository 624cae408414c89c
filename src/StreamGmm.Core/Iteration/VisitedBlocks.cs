using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The blocks of a fit as they were last visited: what each was, its statistics as a leaf of a tree, and the entropy of its responsibilities.</summary>
internal sealed class VisitedBlocks : IEquatable<VisitedBlocks>
{
    /// <summary>What the blocks were, where they are read here; else none.</summary>
    private readonly Identity[] identities;
    private readonly double[] entropies;

    private VisitedBlocks(Identity[] identities, double[] entropies, StatisticsTree tree) =>
        (this.identities, this.entropies, Tree) = (identities, entropies, tree);

    public StatisticsTree Tree { get; }

    public int Count => entropies.Length;

    /// <summary>Visits all blocks for the first time, under one mixture.</summary>
    public static VisitedBlocks First(GaussianMixture mixture, IEnumerable<Samples> blocks, int threads, CancellationToken cancellationToken)
    {
        var (identities, leaves) = (new List<Identity>(), new List<SufficientStatistics>());
        RealVector? origin = null;
        var unseen = Enumerable.Range(0, mixture.Dimension).ToHashSet();
        long weighted = 0;
        foreach (var block in blocks)
        {
            Require(mixture, block, identities.Count);
            identities.Add(Identity.Of(block));
            weighted += block.WeightedCount;
            if (weighted == 0)
                continue;
            if (unseen.Count > 0)
            {
                var values = block.FirstValues();
                unseen.RemoveWhere(j => !double.IsNaN(values[j]));
            }

            if (origin is null)
            {
                // Blocks before the first row of positive weight have nothing but zeros, whatever the origin.
                origin = block.Origin(mixture.Means.Row(0).ToArray());
                leaves.AddRange(Enumerable.Repeat(SufficientStatistics.Zero(mixture.Shape, mixture.Components, origin), identities.Count - 1));
            }

            leaves.Add(EStep.Expect(mixture, block, origin, threads, cancellationToken));
        }

        if (weighted < mixture.Components)
            throw Samples.TooFew(weighted, mixture.Components);
        if (unseen.Count > 0)
            throw Samples.Unseen(unseen.Min());
        return new VisitedBlocks([.. identities], [.. leaves.Select(leaf => Entropy(mixture, leaf))], new StatisticsTree(leaves));
    }

    /// <summary>The same of blocks that only their E-steps are known of, and who gives them knows them again.</summary>
    public static VisitedBlocks First(GaussianMixture mixture, IReadOnlyList<Expectation> blocks, CancellationToken cancellationToken)
    {
        var leaves = new List<SufficientStatistics>();
        foreach (var block in blocks)
            leaves.Add(Em.Expect(block, mixture, leaves.FirstOrDefault()?.Origin, cancellationToken));
        return new VisitedBlocks([], [.. leaves.Select(leaf => Entropy(mixture, leaf))], new StatisticsTree(leaves));
    }

    /// <summary>Blocks of their own to visit; the statistics themselves are shared.</summary>
    public VisitedBlocks Copy() => new(identities, [.. entropies], Tree.Copy());

    /// <summary>The blocks one by one with their numbers, as long as they are those of the first visit.</summary>
    public IEnumerable<(int Index, Samples Block)> Again(IEnumerable<Samples> blocks)
    {
        var index = 0;
        foreach (var block in blocks)
        {
            ArgumentNullException.ThrowIfNull(block);
            if (index == Count)
                throw Changed($"There are more blocks than the {Count} of the first pass");
            var (was, seen) = (identities[index], Identity.Of(block));
            if (seen != was)
                throw Changed(seen.Rows != was.Rows ? $"Block {index} has {seen.Rows} rows, in the first pass it had {was.Rows}" : $"Block {index} has other rows than in the first pass");
            yield return (index++, block);
        }

        if (index < Count)
            throw Changed($"There are {index} blocks, in the first pass there were {Count}");
    }

    /// <summary>Replaces the statistics of a block by its fresh E-step.</summary>
    public void Visit(int index, Expectation block, GaussianMixture mixture, CancellationToken cancellationToken)
    {
        var leaf = Em.Expect(block, mixture, Tree.Total.Origin, cancellationToken);
        Tree.Replace(index, leaf);
        entropies[index] = Entropy(mixture, leaf);
    }

    /// <summary>F = Σ_b entropy_b + Q of all, per unit of weight.</summary>
    public double FreeEnergy(GaussianMixture mixture)
    {
        var sum = entropies.Aggregate(default(NeumaierSum), (total, entropy) => total + entropy) + CompleteLogLikelihood.Of(Tree.Total, mixture);
        return double.IsNaN(sum.Value) ? double.NegativeInfinity : sum.Value / Tree.Total.TotalWeight;
    }

    public bool Equals(VisitedBlocks? other) =>
        other is not null && identities.AsSpan().SequenceEqual(other.identities) && entropies.AsSpan().SequenceEqual(other.entropies) && Tree.Equals(other.Tree);

    public override bool Equals(object? obj) => Equals(obj as VisitedBlocks);

    public override int GetHashCode() => Tree.GetHashCode();

    /// <summary>The entropy of a block's responsibilities: its log-likelihood less Q, both under the mixture of the visit.</summary>
    private static double Entropy(GaussianMixture mixture, SufficientStatistics leaf) => leaf.LogLikelihood - CompleteLogLikelihood.Of(leaf, mixture);

    private static void Require(GaussianMixture mixture, Samples block, int index)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Dimension != mixture.Dimension)
            throw new ArgumentException($"Block {index} has {block.Dimension} features, the mixture has {mixture.Dimension}: they must agree.");
        if (block.LabelFault(mixture.Components) is { } fault)
            throw new ArgumentException($"Block {index}: {fault}");
    }

    private static ArgumentException Changed(string seen) =>
        new($"{seen}: every pass needs the same blocks in the same order. Keep the data as they are while the fit runs.");

    /// <summary>What tells a block from another: its rows, their weight, and a sum over the bits of all values.</summary>
    private readonly record struct Identity(int Rows, int Dimension, double Weight, ulong Bits)
    {
        public static Identity Of(Samples block)
        {
            var bits = block.Features.Bits;
            if (block.Labels is { } labels)
                bits += (ulong)TensorPrimitives.Sum(labels.Span);
            return new Identity(block.Count, block.Dimension, block.TotalWeight, bits);
        }
    }
}
