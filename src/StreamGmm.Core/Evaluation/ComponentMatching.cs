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
        return RealMatrix.Create(mixture.Components, other.Components, values =>
        {
            for (var e = 0; e < values.Length; e++)
                values[e] = Distance(mixture, e / other.Components, other, e % other.Components, distance);
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

    private static double Distance(GaussianMixture mixture, int component, GaussianMixture other, int others, ComponentDistance distance) => distance switch
    {
        ComponentDistance.Bhattacharyya => new ComponentPair(mixture, component, other, others).Bhattacharyya,
        ComponentDistance.Hellinger => Math.Sqrt(-MathNet.Numerics.SpecialFunctions.Expm1(-new ComponentPair(mixture, component, other, others).Bhattacharyya)),
        ComponentDistance.Jeffreys => ComponentPair.Divergence(mixture, component, other, others) + ComponentPair.Divergence(other, others, mixture, component),
        ComponentDistance.Euclidean => Length(mixture.Means.Row(component), other.Means.Row(others)),
        _ => throw new ArgumentOutOfRangeException(nameof(distance), distance, $"There is no such distance: expected {string.Join(", ", Enum.GetNames<ComponentDistance>())}."),
    };

    private static double Length(ReadOnlySpan<double> one, ReadOnlySpan<double> other) => System.Numerics.Tensors.TensorPrimitives.Distance(one, other);
}
