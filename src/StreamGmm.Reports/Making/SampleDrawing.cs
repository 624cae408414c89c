using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace StreamGmm;

/// <summary>Brings samples to page units: the rows that are drawn, and histograms of all.</summary>
internal sealed class SampleDrawing
{
    private readonly SampleSurvey survey;
    private readonly ImmutableArray<ReportAxis> axes;
    private readonly RealMatrix values;
    private readonly double[] weights;

    public SampleDrawing(SampleSurvey survey, ImmutableArray<ReportAxis> axes)
    {
        (this.survey, this.axes) = (survey, axes);
        var (row, isWeighted) = (new double[survey.Lowest.Length], survey.Rows.Samples.Weights is not null);
        weights = isWeighted ? new double[survey.Drawn.Length] : [];
        values = RealMatrix.Create(survey.Drawn.Length, axes.Length, drawn =>
        {
            for (var i = 0; i < survey.Drawn.Length; i++)
            {
                survey.Rows.TryRead(survey.Drawn[i], row, out var weight);
                ToPage(row, drawn.Slice(i * axes.Length, axes.Length));
                if (isWeighted)
                    weights[i] = weight;
            }
        });
    }

    /// <summary>The samples, and their principal axes where an analysis is given: two looks at all rows.</summary>
    public (DrawnSamples Samples, PrincipalAxes? Principal) Draw(Pca? analysis, Outliers? outliers)
    {
        HistogramBins[] bins = [.. axes.Select((axis, j) => HistogramBins.Of(
            axis.ToPage(survey.Lowest[axis.Index]), axis.ToPage(survey.Highest[axis.Index]), Column(j), weights, survey.Complete))];
        var (lowest, highest) = (new[] { double.PositiveInfinity, double.PositiveInfinity }, new[] { double.NegativeInfinity, double.NegativeInfinity });
        EachRow((u, weight) =>
        {
            for (var j = 0; j < u.Length; j++)
                bins[j].Add(u[j], weight);
            for (var i = 0; analysis is not null && i < 2; i++)
            {
                var place = Place(analysis, i, u);
                (lowest[i], highest[i]) = (Math.Min(lowest[i], place), Math.Max(highest[i], place));
            }
        });
        var samples = new DrawnSamples
        {
            Count = survey.Rows.Samples.Count,
            Complete = survey.Complete,
            Values = values,
            Rows = [.. survey.Drawn],
            Outliers = outliers is null ? null : [.. survey.Drawn.Select(outliers.Contains)],
            OutlierCount = outliers?.Count ?? 0,
            Weights = weights.Length == 0 ? null : RealVector.Create(weights),
            Histograms = [.. bins.Select(axis => axis.Count())],
        };
        return (samples, analysis is null ? null : Principal(analysis, lowest, highest));
    }

    /// <summary>The two axes of an analysis without histograms.</summary>
    public static PrincipalAxes Axes(Pca analysis) => new(analysis.Directions, analysis.Shares, analysis.Mean, null);

    private PrincipalAxes Principal(Pca analysis, double[] lowest, double[] highest)
    {
        HistogramBins[] bins = [.. Enumerable.Range(0, 2).Select(i => HistogramBins.Of(
            lowest[i], highest[i], [.. Enumerable.Range(0, values.Rows).Select(row => Place(analysis, i, values.Row(row)))], weights, survey.Complete))];
        EachRow((u, weight) =>
        {
            for (var i = 0; i < 2; i++)
                bins[i].Add(Place(analysis, i, u), weight);
        });
        return Axes(analysis) with { Histograms = [.. bins.Select(axis => axis.Count())] };
    }

    /// <summary>(u − mean) · direction.</summary>
    private static double Place(Pca analysis, int axis, ReadOnlySpan<double> u)
    {
        var direction = analysis.Directions.Row(axis);
        return TensorPrimitives.Dot(u, direction) - TensorPrimitives.Dot(analysis.Mean.AsSpan(), direction);
    }

    private double[] Column(int axis) => [.. Enumerable.Range(0, values.Rows).Select(row => values[row, axis])];

    private void EachRow(Action<ReadOnlySpan<double>, double> look)
    {
        var (row, u) = (new double[survey.Lowest.Length], new double[axes.Length]);
        for (var i = 0; i < survey.Rows.Samples.Count; i++)
        {
            if (!survey.Rows.TryRead(i, row, out var weight))
                continue;
            ToPage(row, u);
            look(u, weight);
        }
    }

    private void ToPage(ReadOnlySpan<double> row, Span<double> u)
    {
        for (var j = 0; j < u.Length; j++)
            u[j] = axes[j].ToPage(row[axes[j].Index]);
    }
}
