namespace StreamGmm;

/// <summary>What a fit is worth for its number of parameters: smaller is better.</summary>
/// <param name="LogLikelihood">The total log-likelihood, in nats.</param>
/// <param name="Parameters">The number of free parameters.</param>
/// <param name="Weight">n: the total weight of the samples.</param>
public readonly record struct InformationCriteria(double LogLikelihood, int Parameters, double Weight)
{
    /// <summary>2 p − 2 L (Akaike, 1974).</summary>
    public double Aic => (2.0 * Parameters) - (2 * LogLikelihood);

    /// <summary>p ln n − 2 L (Schwarz, 1978).</summary>
    public double Bic => (Parameters * Math.Log(Weight)) - (2 * LogLikelihood);

    /// <summary>The criteria of a fit.</summary>
    public static InformationCriteria Of(EmState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new InformationCriteria(state.TotalLogLikelihood, state.Mixture.ParameterCount, state.Statistics.TotalWeight);
    }
}
