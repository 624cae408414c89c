namespace StreamGmm;

/// <summary>An interval for each parameter of a mixture, in the mixture's own form.</summary>
/// <param name="Level">The share of such intervals that should hold the true value, between 0 and 1.</param>
/// <param name="Lower">The lower limits.</param>
/// <param name="Upper">The upper limits.</param>
public sealed record ConfidenceIntervals(double Level, ParameterValues Lower, ParameterValues Upper)
{
    internal static double Checked(double level) => level is > 0 and < 1
        ? level
        : throw new ArgumentOutOfRangeException(nameof(level), level, "The level of an interval lies between 0 and 1: say 0.95 for 95 %.");
}
