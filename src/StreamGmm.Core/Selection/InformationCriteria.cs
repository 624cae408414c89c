using System.Diagnostics;

namespace StreamGmm;

/// <summary>What a fit is worth for its number of parameters: smaller is better.</summary>
/// <param name="LogLikelihood">L: the total log-likelihood, in nats.</param>
/// <param name="Parameters">p: the number of free parameters.</param>
/// <param name="Weight">n: the total weight of the samples.</param>
/// <param name="Entropy">H = −Σ_i w_i Σ_k γ_ik ln γ_ik, 0 or more, in nats: how undecided the responsibilities are; labelled samples are decided.</param>
public readonly record struct InformationCriteria(double LogLikelihood, int Parameters, double Weight, double Entropy)
{
    /// <summary>2 p − 2 L (Akaike, 1974).</summary>
    public double Aic => (2.0 * Parameters) - (2 * LogLikelihood);

    /// <summary>p ln n − 2 L (Schwarz, 1978).</summary>
    public double Bic => (Parameters * Math.Log(Weight)) - (2 * LogLikelihood);

    /// <summary>The integrated completed likelihood, BIC + 2 H (Biernacki, Celeux and Govaert, 2000).</summary>
    /// <remarks>
    /// Theirs is the logarithm of a likelihood, so that larger is better: −½ of this one, which has the sign of BIC here.
    /// H is that of the responsibilities; with each sample at its most likely component (as mclust has it) the penalty is −2 Σ ln max γ instead, which is no larger.
    /// </remarks>
    public double Icl => Bic + (2 * Entropy);

    /// <summary>The value of one of the criteria.</summary>
    public double By(Criterion criterion) => criterion switch
    {
        Criterion.Bic => Bic,
        Criterion.Aic => Aic,
        Criterion.Icl => Icl,
        _ => throw new UnreachableException(),
    };

    /// <summary>The criteria of a fit.</summary>
    public static InformationCriteria Of(EmState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new InformationCriteria(state.TotalLogLikelihood, state.Mixture.ParameterCount, state.Statistics.TotalWeight, EntropyOf(state));
    }

    /// <summary>L less the expected log-likelihood of samples with their components, both of the same mixture: no pass over the samples is needed. 0 where L has no finite value.</summary>
    private static double EntropyOf(EmState state) => double.IsFinite(state.TotalLogLikelihood)
        ? Math.Max(0, state.TotalLogLikelihood - CompleteLogLikelihood.Of(state.Statistics, state.Mixture))
        : 0;
}
