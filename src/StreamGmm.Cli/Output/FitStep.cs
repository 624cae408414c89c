namespace StreamGmm.Cli.Output;

/// <summary>A state of a fit in memory or over blocks, as far as both have it. The log-likelihood is that of the mixture where the state is measured; otherwise the free energy, which it is no less than.</summary>
internal sealed record FitStep(int Restart, int Iteration, double LogLikelihood, GaussianMixture Mixture, EmState? Measured)
{
    public static FitStep Of(EmState state) => new(state.Restart, state.Iteration, state.LogLikelihood, state.Mixture, state);

    public static FitStep Of(BlockState state) => new(state.Restart, state.Iteration, state.FreeEnergy, state.Mixture, state.Measured);
}
