namespace StreamGmm;

/// <summary>A fit as a sequence: the states of every restart, one after another, computed as they are asked for.</summary>
public static class FitSequence
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

    /// <summary>The same over blocks that are opened by name: the states of a fit in memory, up to rounding. A start that is not given is found on a part of the rows, drawn from all blocks.</summary>
    /// <remarks>One pass looks at every block, one more draws rows where a start is to be found, and then every E-step is a pass.</remarks>
    /// <param name="blocks">The blocks.</param>
    /// <param name="options">How. Seeding that uses all samples uses the part that was drawn.</param>
    /// <param name="cluster">Where the blocks are looked at; null for one after another on this machine, with the threads of the options. The states are the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples do not suit the options; thrown when a state is asked for.</exception>
    /// <exception cref="BlockException">A block cannot be read, or has changed since the first pass; thrown when a state is asked for.</exception>
    public static IEnumerable<EmState> States(IBlockSource blocks, FitOptions options, IBlockCluster? cluster = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        return Unfold();

        IEnumerable<EmState> Unfold()
        {
            var survey = BlockSurvey.Of(blocks, options, cluster ?? new LocalCluster(options.Em.Threads), cancellationToken);
            var part = options.Seeding is Seeding.From ? null : survey.Part(cancellationToken);
            for (var restart = 0; restart < (options.Seeding is Seeding.From or Seeding.FromLabels ? 1 : options.Restarts); restart++)
            {
                var mixture = part is null ? ((Seeding.From)options.Seeding).Mixture
                    : InitialMixture.Create(part, options.Components, options.Shape, options.Seeding, options.Seed, restart, options.Em.Threads, cancellationToken);
                var start = Em.Start(mixture, survey.Expect, options.Em, cancellationToken) with { Restart = restart };
                foreach (var state in Em.Iterate(start, survey.Expect, options.Em, cancellationToken))
                    yield return state;
            }
        }
    }

    /// <summary>The same by incremental EM over stored blocks, which moves the mixture at every block and needs fewer passes (see <see cref="BlockEm"/>). A start that is not given is found on a part of the rows, drawn from all blocks in one pass before the first.</summary>
    /// <param name="blocks">Gives the blocks, the same in the same order whenever it is called: once for every pass.</param>
    /// <param name="options">How. Seeding that uses all samples uses the part that was drawn.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples do not suit the options, or the blocks are not those of the first pass; thrown when a state is asked for.</exception>
    public static IEnumerable<BlockState> States(Func<IEnumerable<Samples>> blocks, FitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        return options.Seeding is Seeding.From given
            ? Unfold(given.Mixture, 0)
            : Seeded();

        IEnumerable<BlockState> Seeded()
        {
            var part = BlockSample.Draw(blocks(), options.Components, options.Shape, new Draws(options.Seed), cancellationToken: cancellationToken);
            for (var restart = 0; restart < (options.Seeding is Seeding.FromLabels ? 1 : options.Restarts); restart++)
            {
                var mixture = InitialMixture.Create(part, options.Components, options.Shape, options.Seeding, options.Seed, restart, options.Em.Threads, cancellationToken);
                foreach (var state in Unfold(mixture, restart))
                    yield return state;
            }
        }

        IEnumerable<BlockState> Unfold(GaussianMixture mixture, int restart)
        {
            SeedingProblem.Require(mixture, options.Components, mixture.Dimension, options.Shape);
            var start = BlockEm.Start(mixture, blocks, options.Em, cancellationToken) with { Restart = restart };
            foreach (var state in BlockEm.Iterate(start, blocks, options.Em, cancellationToken))
                yield return state;
        }
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
