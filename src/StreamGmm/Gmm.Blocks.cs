using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace StreamGmm;

/// <content>
/// Fits to data larger than memory, in three ways.
/// <list type="bullet">
/// <item>Batch EM over an <see cref="IBlockSource"/>: the accelerated states of a fit in memory up to rounding, on this machine or on many. Take it unless there is a reason not to.</item>
/// <item>Incremental EM over an <see cref="IBlockSource"/>, here or on many machines, a share of the blocks at a time: plain steps, but about half the passes of plain batch EM where there are many groups. Take it where a pass costs so much that a fit ends after a few: the first passes gain most.</item>
/// <item>Incremental EM over a function that gives blocks: the same for data that can be read from the first to the last but not by name, on this machine only.</item>
/// </list>
/// The first two go on after a kill where a <see cref="FitJournal"/> is their cluster.
/// </content>
public static partial class Gmm
{
    /// <summary>A batch fit over blocks as it happens, for data larger than memory or on many machines: state 0, then a state for each iteration, of every restart in turn; then it completes.</summary>
    /// <remarks>
    /// The states are those of <see cref="Observe(Samples, FitOptions, IScheduler?)"/> over all rows up to rounding, and to the last bit where there is one block and the start is given. They depend on how rows are cut into blocks by rounding alone, and not at all on threads, or on where and in which order blocks are computed.
    /// One pass an E-step, accelerated as in memory; <see cref="ObserveIncremental"/> is not, but moves the mixture more often.
    /// Cold: each subscription starts a fit of its own. Disposing cancels within one tile, seeding included. With restarts <c>.Best()</c> gives the last state of the best.
    /// </remarks>
    /// <param name="blocks">The blocks.</param>
    /// <param name="options">How. A start that is not given is found on a part of the rows, drawn from all blocks.</param>
    /// <param name="cluster">Where the blocks are looked at; null for one after another on this machine.</param>
    /// <param name="scheduler">Where the fit runs, or waits for the cluster; null for the task pool.</param>
    /// <returns>The states; a fault (samples that do not suit the options, a block that cannot be read) as <c>OnError</c>.</returns>
    public static IObservable<EmState> Observe(IBlockSource blocks, FitOptions options, IBlockCluster? cluster = null, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        return Observable.Using(
            () => new CancellationDisposable(),
            cancel => FitSequence.States(blocks, options, cluster, cancel.Token).ToObservable(scheduler ?? TaskPoolScheduler.Default));
    }

    /// <summary>An incremental fit over blocks as it happens, on this machine or on many: state 0, then a state for each pass, of every restart in turn; then it completes.</summary>
    /// <remarks>
    /// The mixture moves whenever a share of the blocks is fresh (see <see cref="FitSequence.IncrementalStates"/>): about half the passes of plain batch EM from 50 groups on, but no acceleration. Without regularization the free energy never falls. The first and the last state of a restart are measured.
    /// Cold: each subscription starts a fit of its own. Disposing cancels within one tile, seeding included.
    /// </remarks>
    /// <param name="blocks">The blocks.</param>
    /// <param name="options">How. A start that is not given is found on a part of the rows, drawn from all blocks.</param>
    /// <param name="share">The share of the blocks that is a group, above 0 and up to 1: of B blocks a group has s B, rounded up, and the last what is left.</param>
    /// <param name="cluster">Where the blocks are looked at; null for one after another on this machine.</param>
    /// <param name="scheduler">Where the fit runs, or waits for the cluster; null for the task pool.</param>
    /// <returns>The states; a fault (samples that do not suit the options, a block that cannot be read) as <c>OnError</c>.</returns>
    public static IObservable<BlockState> ObserveIncremental(IBlockSource blocks, FitOptions options, double share, IBlockCluster? cluster = null, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        FitSequence.RequireShare(share);
        return Observable.Using(
            () => new CancellationDisposable(),
            cancel => FitSequence.IncrementalStates(blocks, options, share, cluster, cancel.Token).ToObservable(scheduler ?? TaskPoolScheduler.Default));
    }

    /// <summary>An incremental fit over stored blocks as it happens: state 0, then a state for each pass, of every restart in turn; then it completes.</summary>
    /// <remarks>
    /// Incremental EM visits a block and moves the mixture at once (see <see cref="BlockEm"/>): about half the passes of plain batch EM from 50 blocks on, but no acceleration, and the states between are others than those in memory. For blocks that are opened by name, on this machine or on many, give an <see cref="IBlockSource"/>.
    /// Cold: each subscription starts a fit of its own, and those with the same seed see equal states. Disposing cancels within one tile, seeding included. With restarts the last state is that of the last restart: <c>.Best()</c> gives that of the best.
    /// </remarks>
    /// <inheritdoc cref="FitSequence.States(Func{IEnumerable{Samples}}, FitOptions, CancellationToken)" path="/param"/>
    /// <inheritdoc cref="Observe(Samples, FitOptions, IScheduler?)" path="/param"/>
    /// <inheritdoc cref="Observe(Samples, FitOptions, IScheduler?)" path="/returns"/>
    public static IObservable<BlockState> Observe(Func<IEnumerable<Samples>> blocks, FitOptions options, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        return Observable.Using(
            () => new CancellationDisposable(),
            cancel => FitSequence.States(blocks, options, cancel.Token).ToObservable(scheduler ?? TaskPoolScheduler.Default));
    }

    /// <summary>Fits by batch EM over blocks, and gives the last state of the best restart.</summary>
    /// <inheritdoc cref="FitSequence.States(IBlockSource, FitOptions, IBlockCluster?, CancellationToken)"/>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EmState Fit(IBlockSource blocks, FitOptions options, IBlockCluster? cluster = null, CancellationToken cancellationToken = default) =>
        FitSequence.States(blocks, options, cluster, cancellationToken).Best();

    /// <summary>Fits by incremental EM over stored blocks, and gives the last state of the best restart with the log-likelihood of its very mixture.</summary>
    /// <inheritdoc cref="FitSequence.States(Func{IEnumerable{Samples}}, FitOptions, CancellationToken)"/>
    public static EmState Fit(Func<IEnumerable<Samples>> blocks, FitOptions options, CancellationToken cancellationToken = default) =>
        FitSequence.States(blocks, options, cancellationToken).Best();

    /// <summary>Fits by batch EM over blocks in the background, telling each state, and gives the last state of the best restart.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="options">How.</param>
    /// <param name="cluster">Where the blocks are looked at; null for one after another on this machine.</param>
    /// <param name="progress">Is told each state; null for nobody.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples do not suit the options.</exception>
    /// <exception cref="BlockException">A block cannot be read, or has changed since the first pass.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<EmState> FitAsync(IBlockSource blocks, FitOptions options, IBlockCluster? cluster = null, IProgress<EmState>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Told(FitSequence.States(blocks, options, cluster, cancellationToken), progress).Best(), cancellationToken);
    }
}
