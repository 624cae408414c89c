namespace StreamGmm;

/// <summary>The average of the statistics after each piece, later ones counting more (polynomial decay, Shamir and Zhang, 2013).</summary>
/// <param name="Mean">The average, of weight 1.</param>
/// <param name="Weight">The weight learned since averaging began.</param>
internal sealed record AveragedStatistics(SufficientStatistics Mean, double Weight)
{
    private const double Power = 3;

    /// <summary>The average with the statistics after one more piece; null begins one.</summary>
    public static AveragedStatistics Add(AveragedStatistics? average, SufficientStatistics statistics, double piece)
    {
        if (average is null)
            return new AveragedStatistics(statistics.Decay(1 / statistics.TotalWeight), piece);
        var weight = average.Weight + piece;
        var share = (Power + 1) / ((weight / piece) + Power);
        return new AveragedStatistics(average.Mean.Blend(1 - share, statistics.Values, share / statistics.TotalWeight), weight);
    }
}
