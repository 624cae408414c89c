namespace StreamGmm;

/// <summary>Samples seen through a Euclidean metric with a scale for each axis: all that k-means needs of them.</summary>
internal sealed class Metric
{
    private readonly double[] scales;

    /// <param name="samples">The samples.</param>
    /// <param name="scales">What each axis is multiplied by before distances are taken; one number for all axes, or D.</param>
    public Metric(Samples samples, double[] scales)
    {
        (Samples, this.scales) = (samples, scales);
        Origin = samples.Origin();
    }

    public Samples Samples { get; }

    public RealVector Origin { get; }

    /// <summary>One step of Lloyd's algorithm: the means of the samples nearest to each centre, and the inertia of the centres given.</summary>
    public (RealMatrix Centers, RealVector Masses, double Inertia) Assign(RealMatrix centers, int threads, CancellationToken cancellationToken)
    {
        var (components, dimension) = (centers.Rows, centers.Columns);
        var length = 1 + components + (components * dimension);
        var sums = Reduce(centers, length, threads, (tile, start, rows, result) =>
        {
            var nearest = tile.Nearest();
            var values = tile.Tile.Values;
            var stride = tile.Tile.Stride;
            for (var i = 0; i < rows; i++)
            {
                var (k, v) = (nearest[i], tile.Tile.Weights[i]);
                if (v == 0)
                    continue;
                result[0] += v * tile.SquaredDistances(k)[i];
                result[1 + k] += v;
                var sum = result.Slice(1 + components + (k * dimension), dimension);
                for (var j = 0; j < dimension; j++)
                    sum[j] += v * values[(j * stride) + i];
            }
        }, cancellationToken);

        var means = RealMatrix.Create(components, dimension, values =>
        {
            for (var k = 0; k < components; k++)
            {
                for (var j = 0; j < dimension; j++)
                    values[(k * dimension) + j] = sums[1 + k] > 0 ? Origin[j] + (sums[1 + components + (k * dimension) + j] / sums[1 + k]) : centers[k, j];
            }
        });
        return (means, RealVector.Create(sums.AsSpan(1, components)), sums[0]);
    }

    /// <summary>The nearest centre of each sample.</summary>
    public int[] Nearest(RealMatrix centers, int threads, CancellationToken cancellationToken)
    {
        var nearest = new int[Samples.Count];
        Reduce(centers, 0, threads, (tile, start, rows, _) => tile.Nearest().CopyTo(nearest.AsSpan(start, rows)), cancellationToken);
        return nearest;
    }

    /// <summary>Σ weight × min(squared distance so far, that to the candidate), for each candidate.</summary>
    public double[] Potentials(RealMatrix candidates, double[] nearest, int threads, CancellationToken cancellationToken) =>
        Reduce(candidates, candidates.Rows, threads, (tile, start, rows, result) =>
        {
            for (var c = 0; c < candidates.Rows; c++)
            {
                var distances = tile.SquaredDistances(c);
                double sum = 0;
                for (var i = 0; i < rows; i++)
                    sum += tile.Tile.Weights[i] * Math.Min(distances[i], nearest[start + i]);
                result[c] += sum;
            }
        }, cancellationToken);

    /// <summary>Lowers each sample's squared distance to that of a new centre where this is nearer.</summary>
    public void Lower(RealMatrix center, double[] nearest, int threads, CancellationToken cancellationToken) =>
        Reduce(center, 1, threads, (tile, start, rows, _) =>
        {
            var distances = tile.SquaredDistances(0);
            for (var i = 0; i < rows; i++)
                nearest[start + i] = Math.Min(distances[i], nearest[start + i]);
        }, cancellationToken);

    private double[] Reduce(RealMatrix centers, int length, int threads, TileAction action, CancellationToken cancellationToken)
    {
        if (Samples.Count == 0)
            return new double[length];
        var tiling = new Tiling(Samples.Count, Samples.Dimension, centers.Rows);
        var relative = RealMatrix.Create(centers.Rows, centers.Columns, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = centers.AsSpan()[i] - Origin[i % Samples.Dimension];
        });
        return FixedTree.Reduce(
            tiling.Leaves,
            FixedTree.Threads(threads, (long)Samples.Count * centers.Rows * (Samples.Dimension + 4)),
            () => new TileDistances(Samples.Dimension, centers.Rows, Math.Min(tiling.TileRows, Samples.Count)),
            (tile, leaf) =>
            {
                var result = new double[length];
                foreach (var (start, rows) in tiling.Tiles(leaf))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    tile.Evaluate(Samples, start, rows, Origin.AsSpan(), relative, scales);
                    action(tile, start, rows, result);
                }

                return result;
            },
            (a, b) =>
            {
                for (var i = 0; i < length; i++)
                    a[i] += b[i];
                return a;
            });
    }

    private delegate void TileAction(TileDistances tile, int start, int rows, Span<double> result);
}
