namespace StreamGmm;

/// <summary>A fit as a sequence: the states of every restart, one after another, computed as they are asked for.</summary>
public static class FitSequence
{
    /// <summary>All states of all restarts; <see cref="EmState.Restart"/> tells which is which.</summary>
    /// <exception cref="ArgumentException">The samples do not suit the options; thrown when the first state is asked for.</exception>
    public static IEnumerable<EmState> States(Samples samples, FitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        return Enumerable.Range(0, options.Seeding is Seeding.From ? 1 : options.Restarts).SelectMany(restart =>
        {
            var mixture = InitialMixture.Create(samples, options.Components, options.Shape, options.Seeding, options.Seed, restart, options.Em.Threads, cancellationToken);
            var start = Em.Start(mixture, samples, options.Em, cancellationToken) with { Restart = restart };
            return Em.Iterate(start, samples, options.Em, cancellationToken);
        });
    }

    /// <summary>The last state of the best restart: a whole mixture before a degenerate one, then the higher log-likelihood, then the earlier.</summary>
    public static EmState Best(this IEnumerable<EmState> states) => states
        .LastOfEachRestart()
        .Aggregate((best, next) => (Rank(next), next.LogLikelihood).CompareTo((Rank(best), best.LogLikelihood)) > 0 ? next : best);

    private static int Rank(EmState state) => state.Status == EmStatus.Degenerate ? 0 : 1;

    /// <summary>The states that ended a restart.</summary>
    private static IEnumerable<EmState> LastOfEachRestart(this IEnumerable<EmState> states)
    {
        EmState? last = null;
        foreach (var state in states)
        {
            if (last is not null && last.Restart != state.Restart)
                yield return last;
            last = state;
        }

        if (last is not null)
            yield return last;
    }
}
