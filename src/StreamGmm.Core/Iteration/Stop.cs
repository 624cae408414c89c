namespace StreamGmm;

/// <summary>What has to be below the tolerance for a fit to have converged.</summary>
public enum Stop
{
    /// <summary>What is still to be gained in mean log-likelihood, estimated from the gains of the last three states (Aitken) or, where steps are accelerated, from what the leaps see.</summary>
    RemainingGain,

    /// <summary>The change of the mean log-likelihood by one iteration, as scikit-learn has it. Where EM is slow, much more may remain.</summary>
    Change,
}
