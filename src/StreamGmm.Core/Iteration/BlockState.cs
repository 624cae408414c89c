using System.Globalization;

namespace StreamGmm;

/// <summary>A fit over stored blocks after some passes: a mixture, and the statistics of every block under the mixture of its last visit.</summary>
/// <remarks>State 0 is the start. Immutable, equal by value; any state can be gone on from.</remarks>
public sealed record BlockState
{
    internal BlockState(GaussianMixture mixture, VisitedBlocks visited) => (Mixture, Visited) = (mixture, visited);

    /// <summary>The number of passes that moved the mixture.</summary>
    public int Iteration { get; internal init; }

    /// <summary>Which restart this fit is, from 0.</summary>
    public int Restart { get; internal init; }

    /// <summary>The mixture; of a degenerate fit that of the last whole pass.</summary>
    public GaussianMixture Mixture { get; internal init; }

    /// <summary>The statistics of all blocks, each under the mixture of its last visit: what the next M-step begins with.</summary>
    public SufficientStatistics Statistics => Visited.Tree.Total;

    /// <summary>The free energy of Neal and Hinton, in nats per unit of weight: the log-likelihood of <see cref="Mixture"/> is no less. Without regularization it never falls.</summary>
    public double FreeEnergy { get; internal init; }

    /// <summary>Where the fit stands.</summary>
    public EmStatus Status { get; internal init; }

    /// <summary>Why the fit cannot go on; null unless <see cref="Status"/> is <see cref="EmStatus.Degenerate"/>.</summary>
    public Degeneracy? Degeneracy { get; internal init; }

    /// <summary>The number of whole passes over the blocks so far, that of the start among them.</summary>
    public int Evaluations { get; internal init; } = 1;

    /// <summary>The number of blocks.</summary>
    public int Blocks => Visited.Count;

    /// <summary>The same state as a batch fit has it, with the statistics and the log-likelihood of <see cref="Mixture"/> itself; null where the blocks were visited under different mixtures. <see cref="BlockEm.Measure"/> gives a state that has it.</summary>
    public EmState? Measured => !IsMeasured ? null : new EmState(Mixture, Statistics)
    {
        Iteration = Iteration,
        Restart = Restart,
        Status = Status,
        Degeneracy = Degeneracy,
        Evaluations = Evaluations,
    };

    internal VisitedBlocks Visited { get; init; }

    /// <summary>All blocks were visited under <see cref="Mixture"/>.</summary>
    internal bool IsMeasured { get; init; }

    /// <summary>One line: "pass 12, free energy -4.155382, Converged".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"pass {Iteration}, free energy {FreeEnergy:F6}, {Status}");
}
