namespace StreamGmm;

/// <summary>A fit as a sequence: the states of every restart, one after another, computed as they are asked for.</summary>
public static partial class FitSequence
{
    /// <summary>All states of all restarts; <see cref="EmState.Restart"/> tells which is which. A start that is given is made once.</summary>
    /// <exception cref="ArgumentException">The samples do not suit the options; thrown when the first state is asked for.</exception>
    public static IEnumerable<EmState> States(Samples samples, FitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        return Enumerable.Range(0, options.Seeding is Seeding.From or Seeding.FromLabels ? 1 : options.Restarts).SelectMany(restart =>
        {
            var mixture = InitialMixture.Create(samples, options.Components, options.Shape, options.Seeding, options.Seed, restart, options.Em.Threads, cancellationToken);
            var start = Em.Start(mixture, samples, options.Em, cancellationToken) with { Restart = restart };
            return Em.Iterate(start, samples, options.Em, cancellationToken);
        });
    }

    /// <summary>The last state of the best restart, of those that are measured: a fit has one such state at its start and one at its end.</summary>
    /// <exception cref="InvalidOperationException">There is no measured state.</exception>
    public static EmState Best(this IEnumerable<BlockState> states) => states.Select(state => state.Measured).OfType<EmState>().Best();

    /// <summary>The last state of the best restart: a whole mixture before a degenerate one, then the higher log-likelihood, then the earlier.</summary>
    /// <exception cref="InvalidOperationException">There is no state.</exception>
    public static EmState Best(this IEnumerable<EmState> states) =>
        states.Aggregate(new BestSoFar(null, null), (best, state) => best.Add(state)).Result
        ?? throw new InvalidOperationException("There is no state: a fit has one at least.");

    /// <summary>The best restart that has ended, and the last state of the one that has not.</summary>
    internal sealed record BestSoFar(EmState? Ended, EmState? Last)
    {
        /// <summary>The best of both.</summary>
        public EmState? Result => Ended is null || (Last is not null && Rank(Last).CompareTo(Rank(Ended)) > 0) ? Last : Ended;

        /// <summary>With one more state.</summary>
        public BestSoFar Add(EmState state) =>
            new(Last is not null && Last.Restart != state.Restart ? Result : Ended, state);

        private static (bool IsWhole, double LogLikelihood) Rank(EmState state) => (state.Status != EmStatus.Degenerate, state.LogLikelihood);
    }
}
