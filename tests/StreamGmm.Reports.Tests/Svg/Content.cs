using System.Collections.Immutable;

namespace StreamGmm.Reports.Tests.Svg;

/// <summary>What pictures are made of, put together by hand.</summary>
internal static class Content
{
    /// <summary>Samples and a mixture, both in the units of the data.</summary>
    /// <param name="samples">The samples; null for none.</param>
    /// <param name="mixture">The mixture; null for data alone.</param>
    /// <param name="names">The names of the features.</param>
    /// <param name="center">What u = 0 is; null for the samples' or the components' mean.</param>
    /// <param name="scale">What one page unit is; null for the samples' or the components' deviation.</param>
    /// <param name="bins">How many bins the histograms have.</param>
    public static ReportContent Of(Samples? samples, GaussianMixture? mixture, string[]? names = null, double[]? center = null, double[]? scale = null, int bins = 24)
    {
        var dimension = samples?.Dimension ?? mixture!.Dimension;
        var columns = Enumerable.Range(0, dimension).Select(j => samples is not null ? samples.Select(row => row[j]).ToArray() : mixture!.Means.Select(mean => mean[j]).ToArray()).ToArray();
        center ??= [.. columns.Select(column => column.Average())];
        scale ??= [.. columns.Select((column, j) => Math.Sqrt(column.Average(x => (x - center[j]) * (x - center[j])))).Select(deviation => deviation > 0 ? deviation : 1)];
        var axes = Enumerable.Range(0, dimension).Select(j => new ReportAxis(j, names?[j] ?? $"x{j}", center[j], scale[j])).ToImmutableArray();
        var paged = mixture is null ? null : OnPage(mixture, axes);
        return new ReportContent
        {
            Title = "Title",
            Kind = "fit",
            Axes = axes,
            Pair = (0, dimension > 1 ? 1 : 0),
            Samples = samples is null ? null : Drawn(samples, axes, paged, bins),
            States = paged is null ? [] : [new DrawnState(0, double.NaN, paged, [.. Enumerable.Range(0, paged.Components).Select(k => (long)k)], "iteration 0")],
        };
    }

    /// <summary>A mixture in page units.</summary>
    public static GaussianMixture OnPage(GaussianMixture mixture, ImmutableArray<ReportAxis> axes) => new(
        mixture.Weights,
        RealMatrix.Create(mixture.Means.Select(mean => RealVector.Create(mean.Select((x, j) => axes[j].ToPage(x))))),
        new Covariances.Full(Enumerable.Range(0, mixture.Components).Select(k => RealMatrix.Create(mixture.Covariance(k).Select(
            (row, i) => RealVector.Create(row.Select((value, j) => value / axes[i].Scale / axes[j].Scale)))))));

    private static DrawnSamples Drawn(Samples samples, ImmutableArray<ReportAxis> axes, GaussianMixture? mixture, int bins)
    {
        var rows = samples.Select(row => RealVector.Create(row.Select((x, j) => axes[j].ToPage(x)))).ToArray();
        var outliers = mixture is null ? (ImmutableArray<bool>?)null : [.. rows.Select(row => mixture.LogDensity(row.AsSpan()) < -9.5)];
        return new DrawnSamples
        {
            Count = rows.Length,
            Values = RealMatrix.Create(rows.Length, axes.Length, rows.SelectMany(row => row).ToArray()),
            Rows = [.. Enumerable.Range(0, rows.Length)],
            Outliers = outliers,
            OutlierCount = outliers?.Count(isOutlier => isOutlier) ?? 0,
            Histograms = [.. axes.Select((_, j) => HistogramOf([.. rows.Select(row => row[j])], bins))],
        };
    }

    private static Histogram HistogramOf(double[] values, int bins)
    {
        var (low, high) = values.Length == 0 ? (-1, 1) : (values.Min(), values.Max());
        if (low == high)
            (low, high) = (low - 0.5, high + 0.5);
        var counts = new double[bins];
        foreach (var value in values)
            counts[(int)Math.Min(bins - 1, (value - low) / (high - low) * bins)]++;
        return new Histogram(low, high, RealVector.Create(counts));
    }
}
