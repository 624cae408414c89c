using System.Diagnostics;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>A mixture seen as a regression of some features (b) on others (a): a line for each component, and who answers where.</summary>
/// <remarks>
/// With the features reordered, Σ = L Lᵀ and L = [L_aa, 0; L_ba, L_bb]: the slopes are L_ba L_aa⁻¹ and what remains is L_bb L_bbᵀ,
/// positive definite without any subtraction.
/// </remarks>
internal sealed class Regression
{
    private readonly GaussianMixture given;
    private readonly RealMatrix means;

    // One for all components where there is one; none where the features are independent.
    private readonly RealMatrix[] slopes;
    private readonly Covariances residual;

    private Regression(GaussianMixture given, RealMatrix means, RealMatrix[] slopes, Covariances residual) =>
        (this.given, this.means, this.slopes, this.residual) = (given, means, slopes, residual);

    /// <summary>The number of features that are answered.</summary>
    public int Width => means.Columns;

    /// <summary>Takes a mixture apart by the features given.</summary>
    public static Regression On(GaussianMixture mixture, ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        Axes.Require(axes, mixture.Dimension);
        if (axes.Length == mixture.Dimension)
            throw new ArgumentException($"All {axes.Length} features are given: leave at least one to tell of.", nameof(axes));
        if (axes.IsEmpty)
            throw new ArgumentException("There is no axis: name the features whose values are known.", nameof(axes));
        var others = Axes.Others(axes, mixture.Dimension);
        var known = axes.Length;
        int[] order = [.. axes, .. others];
        var parts = mixture.Covariances switch
        {
            Covariances.Full full => full.Matrices.Select((matrix, k) => Part(matrix, $"covariance of component {k}")).ToArray(),
            Covariances.Tied tied => [Part(tied.Matrix, "tied covariance")],
            Covariances.Diagonal or Covariances.Spherical => [],
            Covariances.LowRank => Enumerable.Range(0, mixture.Components).Select(k => Part(mixture.Covariance(k), $"covariance of component {k}")).ToArray(),
            _ => throw new UnreachableException(),
        };
        Covariances residual = mixture.Covariances switch
        {
            Covariances.Full or Covariances.LowRank => new Covariances.Full(parts.Select(part => part.Residual)),
            Covariances.Tied => new Covariances.Tied(parts[0].Residual),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(Axes.Columns(diagonal.Variances, others)),
            Covariances.Spherical spherical => spherical,
            _ => throw new UnreachableException(),
        };
        return new Regression(mixture.Marginal(axes), Axes.Columns(mixture.Means, others), [.. parts.Select(part => part.Slopes)], residual);

        (RealMatrix Slopes, RealMatrix Residual) Part(RealMatrix covariance, string what) => Split(Axes.Block(covariance, order), known, what);
    }

    /// <summary>The mixture of the other features where those given have these values.</summary>
    public GaussianMixture At(ReadOnlySpan<double> values)
    {
        var shares = given.Responsibilities(values);
        var point = values.ToArray();
        return new GaussianMixture(shares, RealMatrix.Create(means.Rows, Width, lines =>
        {
            for (var k = 0; k < means.Rows; k++)
                Line(k, point, lines.Slice(k * Width, Width));
        }), residual);
    }

    /// <summary>The mean of the other features where those given have these values.</summary>
    public void Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> shares, Span<double> mean)
    {
        var line = new double[Width];
        mean.Clear();
        for (var k = 0; k < means.Rows; k++)
        {
            if (shares[k] == 0)
                continue;
            Line(k, values, line);
            TensorPrimitives.MultiplyAdd<double>(line, shares[k], mean, mean);
        }
    }

    /// <summary>The probability of each component where the features given have these values, n × K.</summary>
    public RealMatrix Shares(Samples samples, int threads, CancellationToken cancellationToken) => given.Responsibilities(samples, threads, cancellationToken);

    /// <summary>μ_b + B (x_a − μ_a).</summary>
    private void Line(int component, ReadOnlySpan<double> values, Span<double> line)
    {
        means.Row(component).CopyTo(line);
        if (slopes.Length == 0)
            return;
        var slope = slopes[slopes.Length == 1 ? 0 : component];
        Span<double> apart = new double[values.Length];
        TensorPrimitives.Subtract(values, given.Means.Row(component), apart);
        for (var j = 0; j < line.Length; j++)
            line[j] += TensorPrimitives.Dot(slope.Row(j), apart);
    }

    /// <summary>The slopes and what remains, of a covariance whose first features are known.</summary>
    private static (RealMatrix Slopes, RealMatrix Residual) Split(RealMatrix covariance, int known, string what)
    {
        var (dimension, rest) = (covariance.Rows, covariance.Rows - known);
        var lower = new double[PackedTriangle.Length(dimension)];
        PackedTriangle.Pack(covariance.AsSpan(), dimension, lower);
        if (!Cholesky.TryFactor(lower, dimension, out var axis))
            throw new ArgumentException($"The {what} is not safely positive definite once the known features come first (place {axis} of {dimension}): some features follow from others. Leave one of them out.");
        var slopes = RealMatrix.Create(rest, known, values =>
        {
            for (var j = 0; j < rest; j++)
            {
                var row = values.Slice(j * known, known);
                lower.AsSpan(PackedTriangle.Row(known + j), known).CopyTo(row);
                Triangle.SolveTransposed(lower.AsSpan(0, PackedTriangle.Length(known)), row);
            }
        });
        return (slopes, Triangle.Gram(RealMatrix.Create(rest, rest, values =>
        {
            for (var j = 0; j < rest; j++)
                lower.AsSpan(PackedTriangle.Row(known + j) + known, j + 1).CopyTo(values.Slice(j * rest, j + 1));
        })));
    }
}
