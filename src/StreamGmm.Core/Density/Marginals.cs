using System.Diagnostics;

namespace StreamGmm;

/// <summary>The distribution of some of the features alone.</summary>
public static class Marginals
{
    /// <summary>The mixture of the given features, in the order given: the others integrated out. The shape stays; low rank becomes full.</summary>
    /// <param name="mixture">The mixture, of D features.</param>
    /// <param name="axes">One to D features, numbered from 0, each once: <c>mixture.Marginal(0, 2)</c>.</param>
    /// <exception cref="ArgumentException">There is no axis, or one is none of the features or given twice.</exception>
    public static GaussianMixture Marginal(this GaussianMixture mixture, params ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        if (axes.IsEmpty)
            throw new ArgumentException("There is no axis: a mixture has at least one feature. Name those to keep.", nameof(axes));
        Axes.Require(axes, mixture.Dimension);
        var kept = axes.ToArray();
        return new GaussianMixture(mixture.Weights, Axes.Columns(mixture.Means, kept), mixture.Covariances switch
        {
            Covariances.Full full => new Covariances.Full(full.Matrices.Select(matrix => Axes.Block(matrix, kept))),
            Covariances.Tied tied => new Covariances.Tied(Axes.Block(tied.Matrix, kept)),
            Covariances.Diagonal diagonal => new Covariances.Diagonal(Axes.Columns(diagonal.Variances, kept)),
            Covariances.Spherical spherical => spherical,
            Covariances.LowRank => new Covariances.Full(Enumerable.Range(0, mixture.Components).Select(k => Axes.Block(mixture.Covariance(k), kept))),
            _ => throw new UnreachableException(),
        });
    }

    /// <inheritdoc cref="Marginal(GaussianMixture, ReadOnlySpan{int})"/>
    public static GaussianMixture Marginal(this GaussianMixture mixture, params int[] axes) => mixture.Marginal(axes.AsSpan());
}
