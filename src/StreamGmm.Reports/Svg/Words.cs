using System.Collections.Immutable;
using System.Globalization;

namespace StreamGmm;

/// <summary>What pictures say in words and numbers.</summary>
internal static class Words
{
    /// <summary>More components than these are not told one by one.</summary>
    private const int Most = 12;

    /// <summary>"272 samples, 2 components".</summary>
    public static string Counts(ReportContent content)
    {
        string[] parts =
        [
            .. content.Samples is { } samples ? [Count(samples.Count, "sample") + (samples.Values.Rows < samples.Count ? $" ({Number(samples.Values.Rows)} drawn)" : "")] : Array.Empty<string>(),
            .. content.Mixture is { } mixture ? [Count(mixture.Components, "component")] : Array.Empty<string>(),
        ];
        return string.Join(", ", parts);
    }

    /// <summary>"1 sample", "20,000 samples".</summary>
    public static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    /// <summary>Thousands are set apart from 10,000 on.</summary>
    public static string Number(long count) => count.ToString(Math.Abs(count) >= 10_000 ? "#,0" : "0", CultureInfo.InvariantCulture);

    /// <summary>A share: "36 %", "0.4 %".</summary>
    public static string Percent(double share) => (100 * share).ToString(share is > 0 and < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A value with about four digits and all of a larger whole part, or as many as tell values a thousandth of a scale apart.</summary>
    public static string Value(double value, double scale = double.NaN)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "not known" : value > 0 ? "∞" : "−∞";
        if (value == 0)
            return "0";
        var digits = 4.0;
        if (double.IsFinite(scale) && scale > 0)
            digits = Math.Floor(Math.Log10(Math.Abs(value))) - Math.Floor(Math.Log10(scale)) + 3;
        var decimals = (int)Math.Clamp(digits, 1, 15) - 1;
        var parts = Math.Abs(value).ToString($"0.{new string('#', decimals)}E+0", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var text = exponent < -4 || Math.Abs(value) >= 1e15 ? $"{parts[0]}×{DecimalText.Power(exponent)}"
            : Math.Abs(value).ToString((exponent >= 4 ? "#,0." : "0.") + new string('#', Math.Max(0, decimals - exponent)), CultureInfo.InvariantCulture);
        return (value < 0 ? "−" : "") + text;
    }

    /// <summary>Weight and mean of each component, of so many at most, the heaviest.</summary>
    public static string Components(GaussianMixture mixture, ImmutableArray<long> ids, params IEnumerable<(int Column, ReportAxis Axis)> axes)
    {
        var told = Heaviest(mixture, Most).Select(k =>
            $"Component {ids[k]} has {Percent(mixture.Weights[k])} of the weight and its mean at {string.Join(", ", axes.Select(a => $"{a.Axis.Name} {Value(a.Axis.ToData(mixture.Means[k, a.Column]), a.Axis.Scale)}"))}.");
        return string.Join(' ', told) + (mixture.Components > Most ? $" {Count(mixture.Components - Most, "lighter component")} not told." : "");
    }

    /// <summary>The numbers of the heaviest components, of so many at most, ascending.</summary>
    public static IEnumerable<int> Heaviest(GaussianMixture mixture, int most) =>
        Enumerable.Range(0, mixture.Components).OrderByDescending(k => mixture.Weights[k]).Take(most).Order();
}
