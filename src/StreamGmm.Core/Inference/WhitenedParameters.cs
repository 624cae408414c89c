using System.Diagnostics;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>The free parameters of a mixture, each in standard deviations: dπ = √π U t, dμ = L a, dΣ = L B Lᵀ with Σ = L Lᵀ; t, then a of each component, then the free elements of each B.</summary>
/// <remarks>U: K × (K − 1), orthonormal columns at right angles to √π, so that weights keep their sum. Linear in the parameters themselves: a matrix of second derivatives keeps its meaning, and is well scaled whatever the units.</remarks>
internal sealed partial class WhitenedParameters
{
    private readonly GaussianMixture mixture;
    private readonly double[] weightScores;

    public WhitenedParameters(GaussianMixture mixture)
    {
        this.mixture = mixture;
        IsShared = mixture.Covariances is Covariances.Tied;
        CovarianceLength = mixture.Covariances switch
        {
            Covariances.Full or Covariances.Tied => PackedTriangle.Length(Dimension),
            Covariances.Diagonal => Dimension,
            Covariances.Spherical => 1,
            _ => throw new NotSupportedException($"The observed information of {mixture.Shape} covariances is not known here: take the bootstrap, or fit full, tied, diagonal or spherical ones."),
        };
        weightScores = WeightScores(mixture.Weights);
    }

    public int Components => mixture.Components;

    public int Dimension => mixture.Dimension;

    /// <summary>True where all components have one B.</summary>
    public bool IsShared { get; }

    /// <summary>The free elements of a B: of a matrix the lower half, packed.</summary>
    public int CovarianceLength { get; }

    /// <summary>The number of all.</summary>
    public int Length => CovarianceStart(0) + ((IsShared ? 1 : Components) * CovarianceLength);

    public int WeightLength => Components - 1;

    public int MeanStart(int component) => WeightLength + (component * Dimension);

    public int CovarianceStart(int component) => MeanStart(Components) + (IsShared ? 0 : component * CovarianceLength);

    /// <summary>What a parameter belongs to, in words.</summary>
    public string Name(int index) =>
        index < WeightLength ? "the weights"
        : index < MeanStart(Components) ? $"the mean of component {(index - WeightLength) / Dimension}"
        : IsShared ? "the tied covariance"
        : $"the covariance of component {(index - MeanStart(Components)) / CovarianceLength}";

    /// <summary>∂ ln π / ∂t of a component: its row of U over √π.</summary>
    public ReadOnlySpan<double> WeightScore(int component) => weightScores.AsSpan(component * WeightLength, WeightLength);

    /// <summary>∂ ln N / ∂(a, B) of a component at x: z = L⁻¹ (x − μ), then z_j z_l and ½ (z_j² − 1).</summary>
    public void Score(int component, ReadOnlySpan<double> x, Span<double> difference, Span<double> score)
    {
        var z = score[..Dimension];
        var own = score[Dimension..];
        var inverse = mixture.Factors.Inverse(component);
        TensorPrimitives.Subtract(x, mixture.Means.Row(component), difference);
        switch (mixture.Covariances)
        {
            case Covariances.Full or Covariances.Tied:
                for (var j = 0; j < z.Length; j++)
                {
                    z[j] = TensorPrimitives.Dot(inverse.Slice(PackedTriangle.Row(j), j + 1), difference[..(j + 1)]);
                    TensorPrimitives.Multiply(z[..j], z[j], own[PackedTriangle.Row(j)..]);
                    own[PackedTriangle.Diagonal(j)] = 0.5 * ((z[j] * z[j]) - 1);
                }

                break;
            case Covariances.Diagonal:
                TensorPrimitives.Multiply(difference, inverse, z);
                for (var j = 0; j < z.Length; j++)
                    own[j] = 0.5 * ((z[j] * z[j]) - 1);
                break;
            case Covariances.Spherical:
                TensorPrimitives.Multiply(difference, inverse[0], z);
                own[0] = 0.5 * (TensorPrimitives.SumOfSquares<double>(z) - z.Length);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Adds −∂² Σ r v ln N / ∂(a, B)² of a component to a packed matrix, from its mass w = Σ r v and the sum of its scores, which have its moments in them.</summary>
    /// <remarks>ln N = … − ½ |a|² − aᵀ B z + ¼ tr B² − ½ zᵀ B² z to second order, summed: w I for a, aᵀ B m between, tr(B² (C − ½ w I)) for B, with m = Σ r v z and C = Σ r v z zᵀ.</remarks>
    public void AddComplete(int component, double mass, ReadOnlySpan<double> sums, Span<double> matrix)
    {
        var m = sums[..Dimension];
        var own = sums[Dimension..];
        var (means, covariances) = (MeanStart(component), CovarianceStart(component));
        for (var j = 0; j < Dimension; j++)
            matrix[PackedTriangle.Diagonal(means + j)] += mass;
        switch (mixture.Covariances)
        {
            case Covariances.Full or Covariances.Tied:
                for (var j = 0; j < Dimension; j++)
                {
                    for (var l = 0; l <= j; l++)
                    {
                        var row = PackedTriangle.Row(covariances + PackedTriangle.Row(j) + l);
                        matrix[row + means + j] += m[l];
                        if (l < j)
                            matrix[row + means + l] += m[j];
                        AddProducts(j, l, mass, own, matrix[(row + covariances)..]);
                    }
                }

                break;
            case Covariances.Diagonal:
                for (var j = 0; j < Dimension; j++)
                {
                    matrix[PackedTriangle.Row(covariances + j) + means + j] += m[j];
                    matrix[PackedTriangle.Diagonal(covariances + j)] += (2 * own[j]) + (0.5 * mass);
                }

                break;
            case Covariances.Spherical:
                var ball = PackedTriangle.Row(covariances);
                TensorPrimitives.Add(matrix.Slice(ball + means, Dimension), m, matrix.Slice(ball + means, Dimension));
                matrix[PackedTriangle.Diagonal(covariances)] += (2 * own[0]) + (0.5 * Dimension * mass);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Adds tr(E E′ (C − ½ w I)) for the element E at (j, l) and each E′ up to it.</summary>
    private static void AddProducts(int j, int l, double mass, ReadOnlySpan<double> own, Span<double> row)
    {
        var f = j == l ? 0.5 : 1;
        for (var m = 0; m <= j; m++)
        {
            for (var o = 0; o <= (m == j ? l : m); o++)
            {
                if (m != j && m != l && o != j && o != l)
                    continue;
                var sum = (l == m ? Middle(o, j, own) : 0) + (l == o ? Middle(m, j, own) : 0) + (j == m ? Middle(o, l, own) : 0) + (j == o ? Middle(m, l, own) : 0);
                row[PackedTriangle.Row(m) + o] += (m == o ? 0.5 : 1) * f * sum;
            }
        }

        double Middle(int a, int b, ReadOnlySpan<double> moments) =>
            a == b ? (2 * moments[PackedTriangle.Diagonal(a)]) + (0.5 * mass) : moments[PackedTriangle.Row(Math.Max(a, b)) + Math.Min(a, b)];
    }

    /// <summary>The rows of U over √π. U has the columns but the first of the reflection that turns √π into an axis (Householder, 1958).</summary>
    private static double[] WeightScores(RealVector weights)
    {
        var (count, width) = (weights.Length, weights.Length - 1);
        double[] roots = [.. weights.Select(Math.Sqrt)];
        var q = new double[count];
        TensorPrimitives.Divide(roots, TensorPrimitives.Norm<double>(roots), q);
        q[0] += 1;
        var scores = new double[count * width];
        for (var k = 0; k < count; k++)
        {
            for (var c = 0; c < width; c++)
                scores[(k * width) + c] = ((k == c + 1 ? 1 : 0) - (q[k] * q[c + 1] / q[0])) / roots[k];
        }

        return scores;
    }
}
