using MathNet.Numerics;

namespace StreamGmm;

/// <summary>The standard normal distribution.</summary>
internal static class StandardNormal
{
    private static readonly double RootTwo = Math.Sqrt(2);

    /// <summary>Φ(z), exact in relative terms far below 0 too.</summary>
    public static double Below(double z) => 0.5 * SpecialFunctions.Erfc(-z / RootTwo);

    /// <summary>Φ(b) − Φ(a) for a ≤ b, taken in the tail where both are small.</summary>
    public static double Between(double a, double b) => a > 0 ? Below(-a) - Below(-b) : Below(b) - Below(a);
}
