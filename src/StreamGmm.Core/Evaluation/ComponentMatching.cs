using System.Numerics.Tensors;
using MathNet.Numerics;

namespace StreamGmm;

/// <summary>Which component of one mixture is which of another.</summary>
public static class ComponentMatching
{
    /// <summary>Distances from here on are all the same: nothing is matched by them.</summary>
    private const double Furthest = 1e150;

    /// <summary>How far each component of one mixture is from each of the other, K × K′; ∞ where it overflows.</summary>
    /// <param name="mixture">A mixture of K components.</param>
    /// <param name="other">A mixture of K′ components over the same features.</param>
    /// <param name="distance">What is meant by far.</param>
    /// <exception cref="ArgumentException">The mixtures have not the same number of features, or there is no such distance.</exception>
    public static RealMatrix ComponentDistances(this GaussianMixture mixture, GaussianMixture other, ComponentDistance distance = ComponentDistance.Bhattacharyya)
    {
        ComponentFactors.RequireSameDimension(mixture, other);
        return distance switch
        {
            ComponentDistance.Bhattacharyya => Each((i, j) => new ComponentPair(mixture, i, other, j).Bhattacharyya),
            ComponentDistance.Hellinger => Each((i, j) => Math.Sqrt(-SpecialFunctions.Expm1(-new ComponentPair(mixture, i, other, j).Bhattacharyya))),
            ComponentDistance.Jeffreys => Jeffreys(ComponentPair.Divergences(mixture, other), ComponentPair.Divergences(other, mixture)),
            ComponentDistance.Euclidean => Each((i, j) => TensorPrimitives.Distance(mixture.Means.Row(i), other.Means.Row(j))),
            _ => throw new ArgumentOutOfRangeException(nameof(distance), distance, $"There is no such distance: expected {string.Join(", ", Enum.GetNames<ComponentDistance>())}."),
        };

        RealMatrix Jeffreys(RealMatrix there, RealMatrix back) => Each((i, j) => there[i, j] + back[j, i]);

        RealMatrix Each(Func<int, int, double> far) => RealMatrix.Create(mixture.Components, other.Components, values =>
        {
            for (var e = 0; e < values.Length; e++)
                values[e] = far(e / other.Components, e % other.Components);
        });
    }

    /// <summary>For each component of one mixture that of the other it is matched with, −1 for none, one to one, so that the sum of the distances is as small as can be. O(K³).</summary>
    /// <param name="mixture">A mixture of K components.</param>
    /// <param name="other">A mixture of K′ components over the same features; where K ≠ K′ the components that fit worst stay alone.</param>
    /// <param name="distance">What is meant by far.</param>
    /// <returns>K indices.</returns>
    /// <exception cref="ArgumentException">The mixtures have not the same number of features, or there is no such distance.</exception>
    public static int[] MatchComponents(this GaussianMixture mixture, GaussianMixture other, ComponentDistance distance = ComponentDistance.Bhattacharyya)
    {
        var distances = mixture.ComponentDistances(other, distance);
        return LinearAssignment.Solve(RealMatrix.Create(distances.Rows, distances.Columns, costs =>
        {
            for (var e = 0; e < costs.Length; e++)
                costs[e] = Math.Min(distances.AsSpan()[e], Furthest);
        }));
    }
}
