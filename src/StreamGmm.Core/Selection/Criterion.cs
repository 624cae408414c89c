namespace StreamGmm;

/// <summary>What models are compared by; smaller is better for each.</summary>
public enum Criterion
{
    /// <summary><see cref="InformationCriteria.Bic"/>: finds the mixture that the data came from, the more data the more surely.</summary>
    Bic,

    /// <summary><see cref="InformationCriteria.Aic"/>: finds a density that predicts well; more components than BIC.</summary>
    Aic,

    /// <summary><see cref="InformationCriteria.Icl"/>: finds clusters that stand apart; fewer components than BIC.</summary>
    Icl,
}
