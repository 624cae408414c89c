namespace StreamGmm;

/// <summary>How a bootstrap makes samples like those that were given.</summary>
public enum BootstrapMethod
{
    /// <summary>The same rows with random weights, Gamma(v) for a row of weight v, which is exponential for 1 (Newton and Raftery, 1994). No row is lost, so that small components hold.</summary>
    WeightedLikelihood,

    /// <summary>As many rows drawn with replacement (Efron, 1979): so many as the total weight, each with a probability in proportion to its weight.</summary>
    Nonparametric,
}
