namespace StreamGmm;

/// <summary>Finds page units: about the mean of the samples (or else the mixture), in their standard deviations.</summary>
internal static class PageUnits
{
    /// <summary>The largest |u| of a sample or a mean, and the largest standard deviation: so a float holds covariances too.</summary>
    private const double Largest = 1e6;

    /// <summary>Doubles about the centre must differ where page units do.</summary>
    private const double Rounding = 1e-15;

    /// <summary>A scale below this loses digits itself.</summary>
    private const double Smallest = 1e-290;

    /// <summary>The units of one axis.</summary>
    /// <param name="center">The mean of the samples, or of the mixture.</param>
    /// <param name="deviation">The standard deviation of the samples; 0 where they do not vary or there are none.</param>
    /// <param name="furthest">How far from the centre a sample is.</param>
    /// <param name="components">Mean and standard deviation along the axis of every component drawn.</param>
    /// <param name="final">The standard deviation of the final mixture; 0 where there is none.</param>
    public static (double Center, double Scale) Of(double center, double deviation, double furthest, IEnumerable<(double Mean, double Deviation)> components, double final)
    {
        foreach (var (mean, own) in components)
            furthest = Math.Max(furthest, Math.Max(Math.Abs(mean - center), own));
        var scale = deviation > 0 ? deviation
            : final > 0 ? final
            : center != 0 ? Math.Abs(center)
            : 1;
        return (center, Math.Max(Math.Max(scale, furthest / Largest), Math.Max(Rounding * Math.Abs(center), Smallest)));
    }
}
