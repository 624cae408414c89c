using System.Numerics.Tensors;
using System.Text.Json;

namespace StreamGmm;

/// <summary>Writes what a report shows as the JSON that its page reads.</summary>
internal static class PayloadWriter
{
    /// <summary>The JSON, safe inside a script element.</summary>
    public static string Write(ReportContent content) => JsonSerializer.Serialize(Of(content), ReportJsonContext.Default.ReportJson);

    private static ReportJson Of(ReportContent content) => new()
    {
        Title = content.Title,
        Kind = content.Kind,
        Facts = [.. content.Facts.Select(fact => new[] { fact.Label, fact.Text })],
        Notes = [.. content.Notes],
        Axes = [.. content.Axes.Select(axis => new AxisJson(axis.Index, axis.Name, axis.Center, axis.Scale))],
        Pair = [content.Pair.X, content.Pair.Y],
        Samples = content.Samples is { } samples ? Of(samples) : null,
        Principal = content.Principal is { } principal ? Of(principal) : null,
        States = [.. content.States.Select(state => new StateJson(state.Iteration, Finite(state.LogLikelihood), state.Mixture.Components, [.. state.Ids], state.Label))],
        Mixtures = Packed.Floats([.. content.States.SelectMany(state => Numbers(state.Mixture))]),
        Trace = content.Trace is { } trace ? new TraceJson([.. trace.X], Finite(trace.Y), [.. trace.Restarts], trace.Best, trace.XLabel) : null,
        Criteria = content.Criteria is { } criteria ? Of(criteria) : null,
        Stream = content.Stream is { } stream
            ? new StreamJson([.. stream.Position], Finite(stream.Score), Finite(stream.Memory), [.. stream.Components], [.. stream.Alarms], [.. stream.Events])
            : null,
        Model = content.Model,
    };

    private static SamplesJson Of(DrawnSamples samples) => new()
    {
        Count = samples.Count,
        Complete = samples.Complete,
        Shown = samples.Values.Rows,
        Values = Packed.Floats(samples.Values.AsSpan()),
        Rows = Packed.Integers(samples.Rows.AsSpan()),
        Outliers = samples.Outliers is { } outliers ? Packed.Flags(outliers) : null,
        OutlierCount = samples.OutlierCount,
        Weights = samples.Weights is { } weights ? Packed.Floats(weights.AsSpan()) : null,
        Histograms = [.. samples.Histograms.Select(Of)],
    };

    private static HistogramJson Of(Histogram histogram) => new(histogram.From, histogram.To, [.. histogram.Counts]);

    private static PrincipalJson Of(PrincipalAxes principal) => new(
        [.. principal.Directions.Select(direction => direction.ToArray())],
        [.. principal.Explained],
        [.. principal.Center],
        principal.Histograms is { } histograms ? [.. histograms.Select(Of)] : null);

    private static CriteriaJson Of(CriteriaTable table) => new(
        table.Criterion.ToString().ToLowerInvariant(),
        table.Best,
        [.. table.Rows.Select(row => new CriteriaRowJson(
            row.Components,
            row.Shape,
            Finite(row.Criteria.LogLikelihood),
            row.Criteria.Parameters,
            Finite(row.Criteria.Aic),
            Finite(row.Criteria.Bic),
            Finite(row.Criteria.Icl),
            Text.Status(row.Status)))]);

    /// <summary>K weights, K × m means, and K lower triangles by rows: the Cholesky factors of the covariances, which keep thin components thin as floats.</summary>
    private static IEnumerable<double> Numbers(GaussianMixture mixture) =>
    [
        .. mixture.Weights,
        .. mixture.Means.AsSpan(),
        .. Enumerable.Range(0, mixture.Components).SelectMany(k => Factor(mixture.Covariance(k))),
    ];

    private static double[] Factor(RealMatrix covariance)
    {
        var factor = new double[covariance.Rows * (covariance.Rows + 1) / 2];
        for (int j = 0, row = 0; j < covariance.Rows; row += ++j)
        {
            for (int l = 0, other = 0; l <= j; other += ++l)
            {
                var rest = covariance[j, l] - TensorPrimitives.Dot<double>(factor.AsSpan(row, l), factor.AsSpan(other, l));
                factor[row + l] = l < j ? rest / factor[other + l] : Math.Sqrt(rest);
            }
        }

        return factor;
    }

    private static double?[] Finite(RealVector values) => [.. values.Select(Finite)];

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
