namespace StreamGmm;

/// <summary>Mean and covariance of all complete rows along the axes drawn.</summary>
/// <remarks>Values are brought to −1..1 by the limits of each axis first, so that squares of any samples stay in range; weights are brought to a mean of 1.</remarks>
internal sealed record SampleMoments
{
    private readonly SufficientStatistics statistics;
    private readonly double[] middles;
    private readonly double[] halves;

    private SampleMoments(SufficientStatistics statistics, double[] middles, double[] halves)
    {
        (this.statistics, this.middles, this.halves) = (statistics, middles, halves);
        var (mean, variances) = (statistics.Mean(), statistics.Variances());
        Means = [.. mean.Select((z, j) => middles[j] + (halves[j] * z))];
        Deviations = [.. variances.Select((variance, j) => Math.Sqrt(variance) * halves[j])];
    }

    /// <summary>The mean along each of the m axes.</summary>
    public double[] Means { get; }

    /// <summary>The standard deviation along each of the m axes; 0 where values do not vary.</summary>
    public double[] Deviations { get; }

    /// <summary>One look at all rows.</summary>
    public static SampleMoments Of(SampleSurvey survey, int[] axes)
    {
        double[] halves = [.. axes.Select(j => (survey.Highest[j] - survey.Lowest[j]) / 2)];
        double[] middles = [.. axes.Select((j, i) => survey.Lowest[j] + halves[i])];
        var blocks = survey.Rows.Blocks(axes.Length, weight => weight / survey.Weight * survey.Complete, (row, z) =>
        {
            for (var i = 0; i < z.Length; i++)
                z[i] = halves[i] > 0 ? (row[axes[i]] - middles[i]) / halves[i] : 0;
        });
        return new SampleMoments(SampleStatistics.Of(blocks), middles, halves);
    }

    /// <summary>The first two principal axes of the same rows in page units; null where there is one axis or one row.</summary>
    public Pca? Principal(IReadOnlyList<ReportAxis> axes)
    {
        if (axes.Count < 2 || !(statistics.TotalWeight > 1.5))
            return null;
        var toPage = new Standardizer(
            RealVector.Create([.. axes.Select((axis, i) => halves[i] > 0 ? (axis.Center - middles[i]) / halves[i] : 0)]),
            RealVector.Create([.. axes.Select((axis, i) => halves[i] > 0 ? Math.Min(axis.Scale / halves[i], double.MaxValue) : 1)]));
        return Pca.Fit(toPage.Transform(statistics), new PcaOptions { Components = 2 });
    }
}
