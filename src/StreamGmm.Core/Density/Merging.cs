using System.Diagnostics;

namespace StreamGmm;

/// <summary>Two components made one.</summary>
public static class Merging
{
    /// <summary>The mixture with two components replaced by the one that has their weight, mean and covariance together, in the place of the first; mean and covariance of the mixture stay.</summary>
    /// <remarks>
    /// Of all single normal distributions this one is nearest to the two (Runnalls, 2007). The shape is the simplest that holds the result: full stays; tied stays where one component is left, or where the two
    /// coincide; diagonal stays where their means differ on one axis at most; spherical stays where they coincide or there is one feature, and becomes diagonal where they differ on one axis; full otherwise, and always for low rank.
    /// A component of weight zero vanishes in the other.
    /// </remarks>
    /// <param name="mixture">The mixture, of K components.</param>
    /// <param name="first">One component.</param>
    /// <param name="second">Another.</param>
    /// <returns>K − 1 components.</returns>
    /// <exception cref="ArgumentException">There is no such component, or both are the same.</exception>
    public static GaussianMixture Merge(this GaussianMixture mixture, int first, int second)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        Require(mixture, first, nameof(first));
        Require(mixture, second, nameof(second));
        if (first == second)
            throw new ArgumentException($"Component {first} cannot be merged with itself: name two different components.", nameof(second));
        var (keep, drop) = (Math.Min(first, second), Math.Max(first, second));
        var parts = Enumerable.Range(0, mixture.Components).Select(k => Component.Of(mixture, k)).ToList();
        parts[keep] = Together(parts[keep], parts[drop], out var axes);
        parts.RemoveAt(drop);
        return new GaussianMixture(
            RealVector.Create([.. parts.Select(part => part.Weight)]),
            RealMatrix.Create([.. parts.Select(part => part.Mean)]),
            Hold(Shape(mixture, axes), parts));
    }

    /// <summary>The moments of both, and on how many axes the mean of one adds to the spread of the other.</summary>
    private static Component Together(Component one, Component other, out int axes)
    {
        axes = one.Weight == 0 || other.Weight == 0 ? 0 : one.Mean.Zip(other.Mean).Count(pair => pair.First != pair.Second);
        return other.Weight == 0 ? one
            : one.Weight == 0 ? other
            : Component.Together(one, other);
    }

    /// <summary>The simplest shape that holds a mixture of which two components were merged.</summary>
    private static CovarianceShape Shape(GaussianMixture mixture, int axes) => mixture.Covariances switch
    {
        Covariances.Full or Covariances.LowRank => CovarianceShape.Full,
        Covariances.Tied => axes == 0 || mixture.Components == 2 ? CovarianceShape.Tied : CovarianceShape.Full,
        Covariances.Diagonal => axes <= 1 ? CovarianceShape.Diagonal : CovarianceShape.Full,
        Covariances.Spherical => axes == 0 || mixture.Dimension == 1 ? CovarianceShape.Spherical : axes == 1 ? CovarianceShape.Diagonal : CovarianceShape.Full,
        _ => throw new UnreachableException(),
    };

    private static Covariances Hold(CovarianceShape shape, List<Component> parts)
    {
        if (shape == CovarianceShape.Full)
            return new Covariances.Full(parts.Select(part => part.Covariance));
        if (shape == CovarianceShape.Tied)
            return new Covariances.Tied(parts[0].Covariance);
        if (shape == CovarianceShape.Diagonal)
            return new Covariances.Diagonal(RealMatrix.Create([.. parts.Select(part => RealVector.Create([.. Enumerable.Range(0, part.Mean.Length).Select(j => part.Covariance[j, j])]))]));
        if (shape == CovarianceShape.Spherical)
            return new Covariances.Spherical(RealVector.Create([.. parts.Select(part => part.Covariance[0, 0])]));
        throw new UnreachableException();
    }

    private static void Require(GaussianMixture mixture, int component, string parameter)
    {
        if ((uint)component >= (uint)mixture.Components)
            throw new ArgumentOutOfRangeException(parameter, component, $"The {mixture.Components} components are numbered from 0.");
    }
}
