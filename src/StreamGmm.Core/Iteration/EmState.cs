using System.Globalization;

namespace StreamGmm;

/// <summary>A fit after some iterations: a mixture, and what the samples say of that very mixture.</summary>
/// <remarks>State 0 is the start. Immutable, equal by value; any state can be gone on from.</remarks>
public sealed record EmState
{
    internal EmState(GaussianMixture mixture, SufficientStatistics statistics) => (Mixture, Statistics) = (mixture, statistics);

    /// <summary>The number of iterations done.</summary>
    public int Iteration { get; internal init; }

    /// <summary>Which restart this fit is, from 0.</summary>
    public int Restart { get; internal init; }

    /// <summary>The mixture; of a degenerate fit the last whole one.</summary>
    public GaussianMixture Mixture { get; internal init; }

    /// <summary>The statistics of the samples under <see cref="Mixture"/>: what the next M-step begins with.</summary>
    public SufficientStatistics Statistics { get; internal init; }

    /// <summary>Where the fit stands.</summary>
    public EmStatus Status { get; internal init; }

    /// <summary>Why the fit cannot go on; null unless <see cref="Status"/> is <see cref="EmStatus.Degenerate"/>.</summary>
    public Degeneracy? Degeneracy { get; internal init; }

    /// <summary>The number of E-steps so far, that of the start among them.</summary>
    public int Evaluations { get; internal init; } = 1;

    /// <summary>What the last step gained in mean log-likelihood if it was a plain one; else NaN.</summary>
    internal double PlainGain { get; init; } = double.NaN;

    /// <summary>The history that acceleration needs; null where there is none.</summary>
    internal Course? Course { get; init; }

    /// <summary>The mean log-likelihood of <see cref="Mixture"/>, in nats per unit of weight.</summary>
    public double LogLikelihood => Statistics.MeanLogLikelihood;

    /// <summary>The log-likelihood summed over all samples, in nats.</summary>
    public double TotalLogLikelihood => Statistics.LogLikelihood;

    /// <summary>True if all that can be seen of both is equal: iteration, restart, mixture, statistics, status and E-steps.</summary>
    public bool Equals(EmState? other) => other is not null
        && (Iteration, Restart, Status, Evaluations) == (other.Iteration, other.Restart, other.Status, other.Evaluations)
        && Degeneracy == other.Degeneracy && Mixture.Equals(other.Mixture) && Statistics.Equals(other.Statistics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Iteration, Restart, Status, Evaluations, Mixture);

    /// <summary>One line: "iteration 12, log-likelihood -4.155382, Converged".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"iteration {Iteration}, log-likelihood {LogLikelihood:F6}, {Status}");
}
