namespace StreamGmm;

/// <content>Fits over blocks, for data larger than memory or on many machines.</content>
public static partial class FitSequence
{
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
        return Restarts(blocks, options, cluster, (survey, mixture, restart) =>
        {
            var start = Em.Start(mixture, survey.Expect, options.Em, cancellationToken) with { Restart = restart };
            return Em.Iterate(start, survey.Expect, options.Em, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>The same by incremental EM (see <see cref="BlockEm"/>) over groups of blocks: an M-step, then the E-step of a group, wherever its blocks are, whose statistics take the place of its old ones.</summary>
    /// <remarks>
    /// Groups are neighbours in the order of the blocks: the states are a function of the blocks, the options and the share, to the last bit, and not of where or in which order blocks are computed. One group is plain batch EM.
    /// Every group needs an answer before the next is asked for: on many machines take a share that leaves each of them some blocks.
    /// In memory are the statistics of every group, twice.
    /// </remarks>
    /// <param name="blocks">The blocks.</param>
    /// <param name="options">How. Seeding that uses all samples uses the part that was drawn.</param>
    /// <param name="share">The share of the blocks that is a group, above 0 and up to 1: of B blocks a group has s B, rounded up, and the last what is left.</param>
    /// <param name="cluster">Where the blocks are looked at; null for one after another on this machine, with the threads of the options. The states are the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples do not suit the options; thrown when a state is asked for.</exception>
    /// <exception cref="BlockException">A block cannot be read, or has changed since the first pass; thrown when a state is asked for.</exception>
    public static IEnumerable<BlockState> IncrementalStates(IBlockSource blocks, FitOptions options, double share, IBlockCluster? cluster = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        RequireShare(share);
        return Restarts(blocks, options, cluster, (survey, mixture, restart) =>
        {
            var groups = survey.Groups(share);
            var start = IncrementalEm.Start(mixture, groups, options.Em, cancellationToken) with { Restart = restart };
            return IncrementalEm.Iterate(start, _ => groups, options.Em, cancellationToken);
        }, cancellationToken);
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

    internal static void RequireShare(double share)
    {
        if (share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share of the blocks that is a group is above 0 and at most 1: 0.1 makes groups of a tenth, 1 is plain batch EM.");
    }

    /// <summary>A fit from every start, one after another; what is common to them is asked of the blocks once.</summary>
    private static IEnumerable<T> Restarts<T>(IBlockSource blocks, FitOptions options, IBlockCluster? cluster, Func<BlockSurvey, GaussianMixture, int, IEnumerable<T>> fit, CancellationToken cancellationToken)
    {
        var survey = BlockSurvey.Of(blocks, options, cluster ?? new LocalCluster(options.Em.Threads), cancellationToken);
        var part = options.Seeding is Seeding.From ? null : survey.Part(cancellationToken);
        for (var restart = 0; restart < (options.Seeding is Seeding.From or Seeding.FromLabels ? 1 : options.Restarts); restart++)
        {
            var mixture = part is null ? ((Seeding.From)options.Seeding).Mixture
                : InitialMixture.Create(part, options.Components, options.Shape, options.Seeding, options.Seed, restart, options.Em.Threads, cancellationToken);
            foreach (var state in fit(survey, mixture, restart))
                yield return state;
        }
    }
}
