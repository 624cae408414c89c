using StreamGmm.Cli.Arguments;

namespace StreamGmm.Cli.Output;

/// <summary>How sure the parameters of a fit are. Where that cannot be told there are no intervals, and a warning says why.</summary>
internal sealed record FittedIntervals(WantedIntervals Wanted, ParameterValues? StandardErrors, ConfidenceIntervals? Intervals, string? Warning)
{
    /// <summary>Intervals are off by so many standard errors at most before they are warned of: of 95 % some 92 % hold then.</summary>
    private const double WorstDistance = 0.5;

    /// <summary>The intervals of a fit of samples.</summary>
    public static FittedIntervals Of(EmState state, Samples samples, FitOptions options, WantedIntervals wanted, CancellationToken cancellationToken)
    {
        try
        {
            return wanted.Replicates is { } replicates
                ? Of(wanted, Bootstrap.Run(state.Mixture, samples, new BootstrapOptions { Replicates = replicates, Seed = options.Seed, Em = options.Em }, cancellationToken))
                : Of(wanted, ObservedInformation.Of(state.Mixture, samples, options.Em.Threads, cancellationToken));
        }
        catch (Exception fault) when (fault is InvalidOperationException and not ObjectDisposedException)
        {
            return new FittedIntervals(wanted, null, null, $"Warning: there are no intervals. {fault.Message}");
        }
    }

    private static FittedIntervals Of(WantedIntervals wanted, ObservedInformation information) => new(
        wanted,
        information.StandardErrors,
        information.Intervals(wanted.Level),
        information.DistanceToMaximum <= WorstDistance ? null
            : FormattableString.Invariant($"Warning: the maximum of the likelihood is about {information.DistanceToMaximum:G2} standard errors away, and intervals are off by as much. Use a smaller --tolerance, or less --regularization."));

    private static FittedIntervals Of(WantedIntervals wanted, Bootstrap bootstrap) => new(
        wanted,
        bootstrap.StandardErrors,
        bootstrap.Intervals(wanted.Level),
        bootstrap.Degenerate == 0 ? null
            : $"Warning: {bootstrap.Degenerate} of {wanted.Replicates} replicates are left out, as a component collapsed or lost all samples: where these are many, intervals are too narrow. Use fewer components.");
}
