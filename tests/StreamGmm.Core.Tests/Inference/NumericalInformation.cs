using MathNet.Numerics.LinearAlgebra.Double;

namespace StreamGmm.Core.Tests.Inference;

/// <summary>Standard errors by central differences of the log-likelihood in the parameters themselves, the last weight being the rest.</summary>
internal sealed class NumericalInformation(GaussianMixture mixture, Samples samples)
{
    private const double Step = 1e-4;

    private readonly int k = mixture.Components;
    private readonly int d = mixture.Dimension;

    /// <summary>In the order of <see cref="Fitted.Flat(ParameterValues)"/>.</summary>
    public double[] StandardErrors()
    {
        var at = Parameters();
        var hessian = new DenseMatrix(at.Length, at.Length);
        for (var a = 0; a < at.Length; a++)
        {
            for (var b = 0; b <= a; b++)
                hessian[a, b] = hessian[b, a] = Second(at, a, b);
        }

        var covariance = (-hessian).Inverse();
        var errors = covariance.Diagonal().Select(Math.Sqrt).ToArray();
        var last = Math.Sqrt(covariance.SubMatrix(0, k - 1, 0, k - 1).Enumerate().Sum());
        var means = errors[(k - 1)..(k - 1 + (k * d))];
        var rest = errors[(k - 1 + (k * d))..];
        return [.. errors[..(k - 1)], last, .. means, .. mixture.Covariances is Covariances.Full or Covariances.Tied ? Whole(rest) : rest];
    }

    private double Second(double[] at, int a, int b)
    {
        double Value(int signA, int signB)
        {
            var moved = (double[])at.Clone();
            moved[a] += signA * Step;
            moved[b] += signB * Step;
            return EStep.Expect(Mixture(moved), samples, samples.Origin()).LogLikelihood;
        }

        return (Value(1, 1) - Value(1, -1) - Value(-1, 1) + Value(-1, -1)) / (4 * Step * Step);
    }

    private double[] Parameters() =>
    [
        .. mixture.Weights.Take(k - 1),
        .. mixture.Means.AsSpan(),
        .. mixture.Covariances switch
        {
            Covariances.Diagonal diagonal => diagonal.Variances.AsSpan().ToArray(),
            Covariances.Spherical spherical => [.. spherical.Variances],
            _ => [.. Enumerable.Range(0, mixture.Covariances is Covariances.Tied ? 1 : k).SelectMany(c => Lower(mixture.Covariance(c)))],
        },
    ];

    private GaussianMixture Mixture(double[] at)
    {
        double[] weights = [.. at[..(k - 1)], 1 - at[..(k - 1)].Sum()];
        var rest = at[(k - 1 + (k * d))..];
        return new GaussianMixture(RealVector.Create(weights), RealMatrix.Create(k, d, at.AsSpan(k - 1, k * d)), mixture.Covariances switch
        {
            Covariances.Full => new Covariances.Full(rest.Chunk(d * (d + 1) / 2).Select(lower => RealMatrix.Create(d, d, Whole(lower)))),
            Covariances.Tied => new Covariances.Tied(RealMatrix.Create(d, d, Whole(rest))),
            Covariances.Diagonal => new Covariances.Diagonal(RealMatrix.Create(k, d, rest)),
            _ => new Covariances.Spherical(RealVector.Create(rest)),
        });
    }

    private IEnumerable<double> Lower(RealMatrix matrix) =>
        Enumerable.Range(0, d).SelectMany(j => Enumerable.Range(0, j + 1).Select(l => matrix[j, l]));

    /// <summary>Matrices of lower halves.</summary>
    private double[] Whole(double[] lower) =>
        [.. lower.Chunk(d * (d + 1) / 2).SelectMany(half => Enumerable.Range(0, d * d).Select(i => (Row: Math.Max(i / d, i % d), Column: Math.Min(i / d, i % d))).Select(p => half[(p.Row * (p.Row + 1) / 2) + p.Column]))];
}
