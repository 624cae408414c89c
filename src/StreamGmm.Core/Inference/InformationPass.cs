namespace StreamGmm;

/// <summary>Goes through all samples for the information in them, piece by piece on several threads; to the same bits for any number of these.</summary>
internal sealed class InformationPass : IDisposable
{
    /// <summary>Adding two sums costs as much as half a sample: nothing beside so many.</summary>
    private const int PieceRows = 256;

    /// <summary>Enough for as many threads; few enough that sums waiting for others stay few.</summary>
    private const int MostLeaves = 64;

    private readonly GaussianMixture mixture;
    private readonly Samples samples;
    private readonly WhitenedParameters parameters;
    private readonly CancellationToken cancellationToken;
    private readonly int leafRows;
    private readonly double[] responsibilities;
    private readonly double[] row;
    private readonly double[] scratch;

    private InformationPass(GaussianMixture mixture, Samples samples, WhitenedParameters parameters, int leafRows, CancellationToken cancellationToken)
    {
        (this.mixture, this.samples, this.parameters, this.leafRows, this.cancellationToken) = (mixture, samples, parameters, leafRows, cancellationToken);
        responsibilities = new double[PieceRows * mixture.Components];
        row = new double[mixture.Dimension];
        scratch = new double[InformationSum.ScratchLength(parameters)];
    }

    /// <summary>What all samples add to the information.</summary>
    public static InformationSum Run(GaussianMixture mixture, Samples samples, WhitenedParameters parameters, int threads, CancellationToken cancellationToken)
    {
        var pieces = (samples.Count + PieceRows - 1) / PieceRows;
        var leafRows = PieceRows * Math.Max(1, (pieces + MostLeaves - 1) / MostLeaves);
        var leaves = Math.Max(1, (int)((samples.Count + leafRows - 1L) / leafRows));
        return FixedTree.Reduce(
            leaves,
            FixedTree.Threads(threads, (long)samples.Count * parameters.Length * parameters.Length),
            () => new InformationPass(mixture, samples, parameters, leafRows, cancellationToken),
            (pass, leaf) => pass.Leaf(leaf),
            (a, b) => a.Add(b));
    }

    public void Dispose()
    {
    }

    private InformationSum Leaf(int leaf)
    {
        var sum = new InformationSum(parameters);
        var end = (int)Math.Min(samples.Count, (leaf + 1L) * leafRows);
        for (var first = leaf * leafRows; first < end; first += PieceRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(samples.Slice(first, Math.Min(PieceRows, end - first)), sum);
        }

        return sum;
    }

    private void Add(Samples piece, InformationSum sum)
    {
        var components = mixture.Components;
        mixture.Responsibilities(piece, responsibilities.AsSpan(0, piece.Count * components), threads: 1, cancellationToken);
        for (var i = 0; i < piece.Count; i++)
        {
            var weight = piece.Weights is { } weights ? weights.Span[i] : 1;
            if (weight == 0)
                continue;
            var own = responsibilities.AsSpan(i * components, components);
            if (piece.Labels is { } labels && labels.Span[i] is >= 0 and var label)
            {
                own.Clear();
                own[label] = 1;
            }

            piece.CopyRow(i, row);
            sum.Add(row, weight, own, scratch);
        }
    }
}
