namespace StreamGmm;

/// <summary>The weighted densities of a mixture's components along one axis, as points to draw curves through.</summary>
internal sealed class AxisDensities(GaussianMixture mixture)
{
    /// <summary>Points of a curve: fewer of each where there are many, which are short or flat then.</summary>
    private readonly int points = Math.Clamp(3000 / mixture.Components, 24, 128);

    private readonly double[] deviations = [.. Enumerable.Range(0, mixture.Components).Select(k => Math.Sqrt(mixture.Covariance(k)[0, 0]))];

    /// <summary>From so many standard deviations below the lowest mean to as many above the highest.</summary>
    public Extent Reach(double times) =>
        Extent.Of(Enumerable.Range(0, mixture.Components).SelectMany(k => new[] { Mean(k) - (times * Deviation(k)), Mean(k) + (times * Deviation(k)) }));

    /// <summary>The curve of a component where it is visibly above 0.</summary>
    public IEnumerable<(double X, double Density)> Component(int k, Extent shown) => Places(k, shown).Select(x => (x, Density(k, x)));

    /// <summary>The curve of the sum, through the places of all components' curves.</summary>
    public IEnumerable<(double X, double Density)> Sum(Extent shown) =>
        Enumerable.Range(0, mixture.Components).SelectMany(k => Places(k, shown)).Concat(Spread(shown.Low, shown.High, 128)).Distinct().Order()
            .Select(x => (x, Enumerable.Range(0, mixture.Components).Sum(k => Density(k, x))));

    private static IEnumerable<double> Spread(double low, double high, int points) =>
        low < high ? Enumerable.Range(0, points + 1).Select(i => low + ((high - low) * i / points)) : [];

    private IEnumerable<double> Places(int k, Extent shown) =>
        Spread(Math.Max(shown.Low, Mean(k) - (4.5 * Deviation(k))), Math.Min(shown.High, Mean(k) + (4.5 * Deviation(k))), points);

    private double Density(int k, double x)
    {
        var z = (x - Mean(k)) / Deviation(k);
        return mixture.Weights[k] / (Math.Sqrt(2 * Math.PI) * Deviation(k)) * Math.Exp(-0.5 * z * z);
    }

    private double Mean(int k) => mixture.Means[k, 0];

    private double Deviation(int k) => deviations[k];
}
