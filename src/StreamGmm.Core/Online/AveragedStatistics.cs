namespace StreamGmm;

/// <summary>The average of the statistics along a stream, later ones counting more (polynomial decay, Shamir and Zhang, 2013).</summary>
/// <param name="Mean">The average, of weight 1.</param>
/// <param name="Weight">The weight learned from the beginning of averaging to the last statistics in it.</param>
/// <param name="Waiting">The weight learned since.</param>
internal sealed record AveragedStatistics(SufficientStatistics Mean, double Weight, double Waiting)
{
    private const double Power = 3;

    /// <summary>The average with the statistics after one more piece; null begins one.</summary>
    /// <param name="average">The average before.</param>
    /// <param name="statistics">The statistics after the piece.</param>
    /// <param name="piece">The weight of the piece.</param>
    /// <param name="spacing">Statistics that follow each other closer than this are nearly the same: they are passed over.</param>
    public static AveragedStatistics Add(AveragedStatistics? average, SufficientStatistics statistics, double piece, double spacing = 0)
    {
        if (average is null)
            return new AveragedStatistics(statistics.Decay(1 / statistics.TotalWeight), piece, 0);
        var step = average.Waiting + piece;
        if (step < spacing)
            return average with { Waiting = step };
        var weight = average.Weight + step;
        var share = (Power + 1) / ((weight / step) + Power);
        return new AveragedStatistics(average.Mean.Blend(1 - share, statistics.Values, share / statistics.TotalWeight), weight, 0);
    }
}
