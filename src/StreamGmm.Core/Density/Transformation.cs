using System.Diagnostics;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The distribution of A x + b.</summary>
public static class Transformation
{
    /// <summary>Two rows count as orthogonal, and two lengths as equal, to this share: what rounding leaves of a rotation.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The mixture of A x + b, where x has this mixture: means A μ + b, covariances A Σ Aᵀ.</summary>
    /// <remarks>
    /// The shape is the simplest that holds the result: full and tied stay; diagonal stays where A scales, drops and reorders axes and becomes full otherwise;
    /// spherical stays under a scaled rotation, becomes diagonal where the rows of A are orthogonal but not equally long, and full otherwise; low rank stays under a scaled rotation and becomes full otherwise.
    /// </remarks>
    /// <param name="mixture">The mixture, of D features.</param>
    /// <param name="matrix">A, m × D with m ≤ D linearly independent rows; square matrices are changes of coordinates, others project.</param>
    /// <param name="offset">b, m values; zeros if it is left out.</param>
    /// <returns>K components over m features.</returns>
    /// <exception cref="ArgumentException">A size does not fit, a number is not finite, A is singular or nearly so, or a mean becomes too large.</exception>
    public static GaussianMixture Transform(this GaussianMixture mixture, RealMatrix matrix, RealVector? offset = null)
    {
        Require(mixture, matrix, offset);
        var means = RealMatrix.Create(mixture.Components, matrix.Rows, values =>
        {
            for (var k = 0; k < mixture.Components; k++)
            {
                for (var j = 0; j < matrix.Rows; j++)
                    values[(k * matrix.Rows) + j] = TensorPrimitives.Dot(matrix.Row(j), mixture.Means.Row(k)) + (offset?[j] ?? 0);
            }
        });
        RequireMeans(means);
        return GaussianMixture.TryCreate(mixture.Weights, means, Transformed(mixture, matrix), out var fault) ?? throw new ArgumentException(
            $"A Σ Aᵀ of component {fault.Component} is not safely positive definite at row {fault.Axis}: A is singular, or nearly so, or far too large or small. Give it rows of which none follows from the others.",
            nameof(matrix));
    }

    private static Covariances Transformed(GaussianMixture mixture, RealMatrix matrix)
    {
        switch (mixture.Covariances)
        {
            case Covariances.Tied:
                return new Covariances.Tied(Of(mixture, 0, matrix));

            case Covariances.Diagonal diagonal when Sources(matrix) is { } sources:
                return new Covariances.Diagonal(RealMatrix.Create(mixture.Components, matrix.Rows, variances =>
                {
                    for (var i = 0; i < variances.Length; i++)
                    {
                        var (k, j) = (i / matrix.Rows, i % matrix.Rows);
                        variances[i] = matrix[j, sources[j]] * diagonal.Variances[k, sources[j]] * matrix[j, sources[j]];
                    }
                }));

            case Covariances.LowRank lowRank when RotationScale(matrix) is { } scale:
                return lowRank.Turned(matrix, scale);

            case Covariances.Full or Covariances.Diagonal or Covariances.LowRank:
                return new Covariances.Full(Enumerable.Range(0, mixture.Components).Select(k => Of(mixture, k, matrix)));

            case Covariances.Spherical spherical:
                return OfBalls(spherical.Variances, Triangle.Gram(matrix));

            default:
                throw new UnreachableException();
        }
    }

    /// <summary>A Σ Aᵀ as (A L)(A L)ᵀ, exactly symmetric.</summary>
    private static RealMatrix Of(GaussianMixture mixture, int component, RealMatrix matrix)
    {
        var (lower, d) = (mixture.Lower(component), mixture.Dimension);
        return Triangle.Gram(RealMatrix.Create(matrix.Rows, d, product =>
        {
            for (var j = 0; j < matrix.Rows; j++)
            {
                for (var l = 0; l < d; l++)
                {
                    var sum = product.Slice(j * d, l + 1);
                    TensorPrimitives.MultiplyAdd(lower.AsSpan(PackedTriangle.Row(l), l + 1), matrix[j, l], sum, sum);
                }
            }
        }));
    }

    /// <summary>v A Aᵀ in the simplest shape.</summary>
    private static Covariances OfBalls(RealVector variances, RealMatrix gram)
    {
        var lengths = Enumerable.Range(0, gram.Rows).Select(j => gram[j, j]).ToArray();
        for (var j = 0; j < gram.Rows; j++)
        {
            for (var l = 0; l < j; l++)
            {
                if (!(Math.Abs(gram[j, l]) <= Rounding * Math.Sqrt(lengths[j]) * Math.Sqrt(lengths[l])))
                    return new Covariances.Full(variances.Select(v => RealMatrix.Create(gram.Rows, gram.Rows, [.. gram.AsSpan().ToArray().Select(g => v * g)])));
            }
        }

        return lengths.Max() - lengths.Min() <= Rounding * lengths.Max()
            ? new Covariances.Spherical(RealVector.Create([.. variances.Select(v => v * lengths[0])]))
            : new Covariances.Diagonal(RealMatrix.Create([.. variances.Select(v => RealVector.Create([.. lengths.Select(length => v * length)]))]));
    }

    /// <summary>s² where A Aᵀ = s² I for a square A; null otherwise.</summary>
    private static double? RotationScale(RealMatrix matrix)
    {
        if (matrix.Rows != matrix.Columns)
            return null;
        var gram = Triangle.Gram(matrix);
        var scale = gram[0, 0];
        for (var j = 0; j < gram.Rows; j++)
        {
            for (var l = 0; l <= j; l++)
            {
                if (!(Math.Abs(gram[j, l] - (j == l ? scale : 0)) <= Rounding * scale))
                    return null;
            }
        }

        return scale > 0 ? scale : null;
    }

    /// <summary>The one axis that each row takes, where no row takes two and no axis is taken twice; null otherwise.</summary>
    private static int[]? Sources(RealMatrix matrix)
    {
        var sources = new int[matrix.Rows];
        for (var j = 0; j < matrix.Rows; j++)
        {
            sources[j] = matrix.Row(j).IndexOfAnyExcept(0.0);
            if (sources[j] < 0 || matrix.Row(j)[(sources[j] + 1)..].ContainsAnyExcept(0.0) || sources.AsSpan(0, j).Contains(sources[j]))
                return null;
        }

        return sources;
    }

    private static void Require(GaussianMixture mixture, RealMatrix matrix, RealVector? offset)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Columns != mixture.Dimension || matrix.Rows < 1 || matrix.Rows > matrix.Columns)
            throw new ArgumentException($"A is {matrix.Rows} × {matrix.Columns} for a mixture of {mixture.Dimension} features: it needs {mixture.Dimension} columns, and from 1 to {mixture.Dimension} rows.", nameof(matrix));
        if (offset is not null && offset.Length != matrix.Rows)
            throw new ArgumentException($"b has {offset.Length} values for the {matrix.Rows} rows of A: it needs one for each.", nameof(offset));
        RequireFinite(matrix.AsSpan(), "A", nameof(matrix));
        RequireFinite(offset is null ? [] : offset.AsSpan(), "b", nameof(offset));
    }

    private static void RequireFinite(ReadOnlySpan<double> values, string what, string parameter)
    {
        foreach (var x in values)
        {
            if (!double.IsFinite(x))
                throw new ArgumentException(FormattableString.Invariant($"{what} has the value {x}: all its values must be finite."), parameter);
        }
    }

    private static void RequireMeans(RealMatrix means)
    {
        for (var k = 0; k < means.Rows; k++)
        {
            foreach (var x in means.Row(k))
            {
                if (!(Math.Abs(x) < Samples.Limit))
                    throw new ArgumentException(FormattableString.Invariant($"The mean of component {k} would have the value {x:R}: means stay below 1e150 in magnitude. Scale A and b down."));
            }
        }
    }
}
