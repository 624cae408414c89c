namespace StreamGmm;

/// <summary>What became of one start.</summary>
/// <param name="Restart">Its number among the starts of a seeding: the restart that a fit calls it.</param>
/// <param name="Before">The mean log-likelihood of the start itself, in nats per unit of weight.</param>
/// <param name="After">That of the fit it led to; of a degenerate one, of its last whole mixture.</param>
/// <param name="Iterations">How many iterations that took.</param>
/// <param name="Evaluations">How many E-steps.</param>
/// <param name="Status">How the fit ended.</param>
public readonly record struct StartOutcome(int Restart, double Before, double After, int Iterations, int Evaluations, EmStatus Status);
