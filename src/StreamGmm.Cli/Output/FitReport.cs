using System.Diagnostics;

namespace StreamGmm.Cli.Output;

/// <summary>A fit that is done: the best state, how its restart came to it, and the time it took.</summary>
internal sealed record FitReport(EmState State, IReadOnlyList<double> Trace, FittedData Data, TimeSpan Load, TimeSpan Initialize, TimeSpan Iterate)
{
    /// <summary>How sure the parameters are; null where that was not asked.</summary>
    public FittedIntervals? Intervals { get; init; }

    public SavedMixture Saved => new(State.Mixture, Data.Columns);

    /// <summary>n, the total weight, is what totals and criteria count.</summary>
    public InformationCriteria Criteria => InformationCriteria.Of(State);

    /// <summary>The status as scripts read it.</summary>
    public string Status => State.Status switch
    {
        EmStatus.Converged => "converged",
        EmStatus.LimitReached => "limit-reached",
        EmStatus.Degenerate => "degenerate",
        _ => throw new UnreachableException(),
    };

    /// <summary>Fits, telling each state as it comes.</summary>
    public static FitReport Of(NamedSamples data, FitOptions options, TimeSpan load, Action<FitStep> tell, CancellationToken cancellationToken) =>
        Of(FittedData.Of(data), FitSequence.States(data.Samples, options, cancellationToken).Select(FitStep.Of), load, tell);

    /// <summary>Goes through the steps of a fit, telling each as it comes.</summary>
    public static FitReport Of(FittedData data, IEnumerable<FitStep> steps, TimeSpan load, Action<FitStep> tell)
    {
        var traces = new List<List<double>>();
        var clock = Stopwatch.StartNew();
        var (initialize, iterate) = (TimeSpan.Zero, TimeSpan.Zero);
        var best = steps.Select(Record).Select(step => step.Measured).OfType<EmState>().Best();
        return new FitReport(best, traces[best.Restart], data, load, initialize, iterate);

        FitStep Record(FitStep step)
        {
            if (step.Restart == traces.Count)
            {
                traces.Add([]);
                initialize += clock.Elapsed;
            }
            else
            {
                iterate += clock.Elapsed;
            }

            // A fit that turns out degenerate tells its last whole mixture once more.
            var trace = traces[step.Restart];
            if (step.Iteration == trace.Count)
                trace.Add(step.LogLikelihood);
            trace[step.Iteration] = step.LogLikelihood;
            tell(step);
            clock.Restart();
            return step;
        }
    }
}
