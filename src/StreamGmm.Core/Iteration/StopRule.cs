namespace StreamGmm;

/// <summary>Tells whether a fit has converged.</summary>
internal static class StopRule
{
    /// <summary>Differences of log-likelihoods below this share of them are rounding.</summary>
    private const double Rounding = 1e-15;

    /// <summary>True if what the options compare is below their tolerance.</summary>
    /// <param name="options">The tolerance and what it is of.</param>
    /// <param name="before">The state before.</param>
    /// <param name="state">The state just reached.</param>
    public static bool IsMet(EmOptions options, EmState before, EmState state)
    {
        var gain = state.LogLikelihood - before.LogLikelihood;
        return options.Stop == Stop.Change
            ? Math.Abs(gain) < options.Tolerance
            : Math.Abs(RemainingGain(before.PlainGain, gain, state)) < options.Tolerance;
    }

    /// <summary>What is still to be gained: from three plain states in a row as if the gains went on in the ratio of the last two; after leaps what acceleration sees.</summary>
    private static double RemainingGain(double gainBefore, double gain, EmState state)
    {
        if (!double.IsNaN(state.PlainGain) && Math.Abs(gain) <= Rounding * (1 + Math.Abs(state.LogLikelihood)))
            return 0;
        if (state.Course is { IsUnderWay: true } course)
            return course.RemainingGain;
        return (gain / gainBefore) switch
        {
            // Gains that change sign end within the last one.
            >= 0 and < 1 and var ratio => gain * ratio / (1 - ratio),
            > -1 and < 0 => gain,
            _ => double.PositiveInfinity,
        };
    }
}
