using System.Numerics;
using System.Runtime.CompilerServices;
using StreamGmm.Kernels;

namespace StreamGmm;

/// <summary>The E-step of one tile: scores down its columns, then responsibilities and log densities. What one thread needs, used again for every tile.</summary>
internal sealed class TileExpectation<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> scores;
    private readonly AlignedBuffer<T> logDensity;
    private readonly AlignedBuffer<T> scratch;
    private readonly T[] means;
    private AlignedBuffer<T>? whitened;

    public TileExpectation(int dimension, int components, int rows)
    {
        Tile = new Tile<T>(dimension, rows);
        Components = components;
        scores = new AlignedBuffer<T>(components * Tile.Stride);
        logDensity = new AlignedBuffer<T>(Tile.Stride);
        scratch = new AlignedBuffer<T>(Math.Max(dimension * TileKernels<T>.Panel, 4 * Tile.Stride));
        means = new T[components * dimension];
    }

    /// <summary>The tile that was evaluated.</summary>
    public Tile<T> Tile { get; }

    public int Components { get; }

    /// <summary>Memory for the kernels.</summary>
    public Span<T> Scratch => scratch.Span;

    /// <summary>ln p of each row; where it is labelled, the score of its component.</summary>
    public ReadOnlySpan<T> LogDensity => logDensity.Span[..Tile.Count];

    /// <summary>Responsibility × weight of a component for each row.</summary>
    public ReadOnlySpan<T> Responsibilities(int component) => scores.Span.Slice(component * Tile.Stride, Tile.Count);

    /// <summary>Responsibility × weight, K × stride.</summary>
    public ReadOnlySpan<T> AllResponsibilities => scores.Span;

    /// <summary>Loads rows of the samples and evaluates them; labels are heeded where asked for.</summary>
    public void Evaluate(GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin, bool withLabels)
    {
        Tile.Load(samples, start, rows, origin);
        Evaluate(mixture, origin, withLabels);
    }

    /// <summary>The same with labels, unless a value lies farther from the origin than the limit of its axis: then nothing is evaluated.</summary>
    public bool TryEvaluate(GaussianMixture mixture, Samples samples, int start, int rows, ReadOnlySpan<double> origin, ReadOnlySpan<T> limits)
    {
        Tile.Load(samples, start, rows, origin);
        if (!TileKernels<T>.Best.AreWithin(Tile.Values, Tile.Stride, Tile.Count, limits))
            return false;
        Evaluate(mixture, origin, withLabels: true);
        return true;
    }

    /// <summary>Sets what a row has from elsewhere.</summary>
    public void Set(int row, ReadOnlySpan<T> responsibilities, T density)
    {
        for (var k = 0; k < Components; k++)
            scores.Span[(k * Tile.Stride) + row] = responsibilities[k];
        logDensity.Span[row] = density;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate(GaussianMixture mixture, ReadOnlySpan<double> origin, bool withLabels)
    {
        for (var k = 0; k < Components; k++)
        {
            var mean = mixture.Means.Row(k);
            var relative = means.AsSpan(k * mean.Length, mean.Length);
            for (var j = 0; j < relative.Length; j++)
                relative[j] = T.CreateTruncating(mean[j] - origin[j]);
        }

        if (mixture.Whitened is { AreAccurate: true } turned && Components > 1)
            ScoreWhitened(mixture, turned);
        else
            Score(mixture);
        var labels = withLabels && Tile.Labels is { } given ? given.Span : [];
        Span<T> labelled = labels.IsEmpty ? [] : new T[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            labelled[i] = labels[i] >= 0 ? scores.Span[(labels[i] * Tile.Stride) + i] : T.Zero;

        if (!TileKernels<T>.Best.Normalize(scores.Span, Tile.Stride, Tile.Count, Components, Tile.Weights, logDensity.Span))
            AssignUnreachable(mixture);
        var common = T.CreateTruncating(mixture.Factors.Common);
        TileKernels<T>.Best.Raise(logDensity.Span, Tile.Count, mixture.Factors.Common);

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0)
                continue;
            SetCertain(i, labels[i]);
            logDensity.Span[i] = labelled[i] + common;
        }
    }

    public void Dispose()
    {
        Tile.Dispose();
        scores.Dispose();
        logDensity.Dispose();
        scratch.Dispose();
        whitened?.Dispose();
    }

    private void Score(GaussianMixture mixture)
    {
        // In one dimension the only element of L⁻¹ is 1/σ.
        if (mixture.Covariances is Covariances.Diagonal or Covariances.Spherical || Tile.Dimension == 1)
        {
            TileKernels<T>.Best.DiagonalScores(Tile.Values, Tile.Stride, Tile.Count, means, mixture.Factors.Inverses<T>(), mixture.Factors.Constants, scores.Span, Tile.NextRows);
            return;
        }

        if (mixture.Shape.Rank is > 0 and var rank)
        {
            for (var k = 0; k < Components; k++)
                TileKernels<T>.Best.LowRankScores(Tile.Values, Tile.Stride, Tile.Count, means.AsSpan(k * Tile.Dimension, Tile.Dimension), mixture.Factors.Inverse<T>(k), rank, mixture.Factors.Constant(k), scratch.Span, Scores(k));
            return;
        }

        for (var k = 0; k < Components; k++)
            TileKernels<T>.Best.TriangularScores(Tile.Values, Tile.Stride, Tile.Count, means.AsSpan(k * Tile.Dimension, Tile.Dimension), mixture.Factors.Inverse<T>(k), mixture.Factors.Constant(k), scratch.Span, Scores(k));
    }

    /// <summary>One covariance for all: the samples are turned once, and distances are then plain ones.</summary>
    private void ScoreWhitened(GaussianMixture mixture, WhitenedMeans turned)
    {
        whitened ??= new AlignedBuffer<T>(Tile.Dimension * Tile.Stride);
        TileKernels<T>.Best.Whiten(Tile.Values, Tile.Stride, Tile.Count, means.AsSpan(0, Tile.Dimension), mixture.Factors.Inverse<T>(0), scratch.Span, whitened.Span);
        TileKernels<T>.Best.DistanceScores(whitened.Span, Tile.Stride, Tile.Count, turned.All<T>(), mixture.Factors.Constants, scores.Span, Tile.NextRows);
    }

    private Span<T> Scores(int component) => scores.Span.Slice(component * Tile.Stride, Tile.Count);

    /// <summary>Rows so far away that every squared distance overflowed go to the nearest component; ln p is −∞.</summary>
    private void AssignUnreachable(GaussianMixture mixture)
    {
        for (var i = 0; i < Tile.Count; i++)
        {
            if (T.IsFinite(logDensity.Span[i]))
                continue;
            var nearest = -1;
            var least = double.PositiveInfinity;
            for (var k = 0; k < Components; k++)
            {
                if (mixture.Weights[k] == 0)
                    continue;
                var distance = LogDistance(mixture, k, i);
                if (nearest < 0 || distance < least)
                    (nearest, least) = (k, distance);
            }

            SetCertain(i, nearest);
            logDensity.Span[i] = T.NegativeInfinity;
        }
    }

    /// <summary>ln ‖L⁻¹ (x − μ)‖ without squaring anything large.</summary>
    private double LogDistance(GaussianMixture mixture, int component, int row)
    {
        var d = Tile.Dimension;
        var y = new double[d];
        double largest = 0;
        for (var j = 0; j < d; j++)
        {
            y[j] = double.CreateTruncating(Tile.Values[(j * Tile.Stride) + row] - means[(component * d) + j]);
            largest = Math.Max(largest, Math.Abs(y[j]));
        }

        var inverse = mixture.Factors.Inverse(component);
        var z = new double[d];
        if (mixture.Shape.Rank > 0)
            z = new LowRankFactor(inverse, d).Whiten([.. y.Select(x => x / largest)]);
        for (var j = 0; j < d && mixture.Shape.Rank == 0; j++)
        {
            if (mixture.Covariances is Covariances.Full or Covariances.Tied)
            {
                for (var l = 0; l <= j; l++)
                    z[j] += inverse[PackedTriangle.Row(j) + l] * (y[l] / largest);
            }
            else
            {
                z[j] = inverse[inverse.Length == 1 ? 0 : j] * (y[j] / largest);
            }
        }

        var peak = z.Max(Math.Abs);
        var sum = z.Sum(x => x / peak * (x / peak));
        var distance = Math.Log(largest) + Math.Log(peak) + (0.5 * Math.Log(sum));
        return double.IsNaN(distance) ? double.PositiveInfinity : distance;
    }

    private void SetCertain(int row, int component)
    {
        for (var k = 0; k < Components; k++)
            scores.Span[(k * Tile.Stride) + row] = T.Zero;
        scores.Span[(component * Tile.Stride) + row] = Tile.Weights[row];
    }
}
