using System.Collections.Immutable;
using System.Globalization;

namespace StreamGmm;

/// <summary>Numbers and names as a report writes them.</summary>
internal static class Text
{
    /// <summary>"1,000,000".</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Six digits, and all of a larger whole part: "-4.15538", "2,282.53", "17,985,512"; from 10⁹ on, and below 10⁻⁴, "1.79855×10¹²"; "−∞" and "unknown" where it is no number.</summary>
    public static string Value(double number)
    {
        if (!double.IsFinite(number))
            return double.IsNegativeInfinity(number) ? "−∞" : "unknown";
        var text = number.ToString("0.#####E+0", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(text[1], CultureInfo.InvariantCulture);
        return exponent < -4 || Math.Abs(number) >= 1e9
            ? $"{text[0]}×{DecimalText.Power(exponent)}"
            : number.ToString("#,0." + new string('#', Math.Max(0, 5 - exponent)), CultureInfo.InvariantCulture);
    }

    /// <summary>"converged", "limit reached".</summary>
    public static string Status(EmStatus status) => status switch
    {
        EmStatus.Running => "running",
        EmStatus.Converged => "converged",
        EmStatus.LimitReached => "limit reached",
        EmStatus.Degenerate => "degenerate",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What became of components: "component 3 born".</summary>
    public static string Event(LineageEvent change) => change switch
    {
        LineageEvent.Born born => $"component {born.Id} born",
        LineageEvent.Died died => $"component {died.Id} died",
        LineageEvent.Merged merged => $"components {merged.First} and {merged.Second} merged into {merged.Into}",
        LineageEvent.Split split => $"component {split.From} split into {split.First} and {split.Second}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Components, shape and parameters of a mixture.</summary>
    public static ImmutableArray<(string Label, string Text)> Of(GaussianMixture mixture) =>
    [
        ("components", Count(mixture.Components)),
        ("covariances", mixture.Shape.ToString()),
        ("parameters", Count(mixture.ParameterCount)),
    ];
}
