using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace StreamGmm;

/// <summary>The front door: fit a Gaussian mixture and watch it, wait for it, keep it.</summary>
public static partial class Gmm
{
    /// <summary>A fit as it happens: state 0, then a state for each iteration, of every restart in turn; then it completes.</summary>
    /// <remarks>Cold: each subscription starts a fit of its own, and those with the same seed see equal states. Disposing cancels within one tile, seeding included. With restarts the last state is that of the last restart: <c>.Best()</c> gives that of the best.</remarks>
    /// <param name="samples">What to fit.</param>
    /// <param name="options">How.</param>
    /// <param name="scheduler">Where the fit runs; null for the task pool.</param>
    /// <returns>The states; a fault (samples that do not suit the options) as <c>OnError</c>.</returns>
    public static IObservable<EmState> Observe(Samples samples, FitOptions options, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        return Observable.Using(
            () => new CancellationDisposable(),
            cancel => FitSequence.States(samples, options, cancel.Token).ToObservable(scheduler ?? TaskPoolScheduler.Default));
    }

    /// <summary>Fits, and gives the last state of the best restart.</summary>
    /// <exception cref="ArgumentException">The samples do not suit the options.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EmState Fit(Samples samples, FitOptions options, CancellationToken cancellationToken = default) =>
        FitSequence.States(samples, options, cancellationToken).Best();

    /// <summary>Fits in the background, telling each state, and gives the last state of the best restart.</summary>
    /// <inheritdoc cref="Fit(Samples, FitOptions, CancellationToken)"/>
    public static Task<EmState> FitAsync(Samples samples, FitOptions options, IProgress<EmState>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Told(FitSequence.States(samples, options, cancellationToken), progress).Best(), cancellationToken);
    }

    /// <summary>Chooses the number of components and the shape: tells each candidate when it and those before it are fitted, with the best so far; then it completes.</summary>
    /// <remarks>Cold: each subscription fits anew, and those with the same seed see equal candidates, for any number of threads. Disposing cancels within one tile. <c>(await Gmm.Select(samples, options)).Best</c> is the choice.</remarks>
    /// <param name="samples">What to fit.</param>
    /// <param name="options">Which models, by what, and how to fit.</param>
    /// <param name="scheduler">Where candidates are told; null for the task pool. The fits have threads of their own, if there is more than one.</param>
    /// <returns>The candidates, in the order of <see cref="ModelSelection.Candidates"/>; a fault (samples that do not suit the options) as <c>OnError</c>.</returns>
    public static IObservable<Candidate> Select(Samples samples, SelectionOptions options, IScheduler? scheduler = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        return Observable.Using(
            () => new CancellationDisposable(),
            cancel => ModelSelection.Candidates(samples, options, cancel.Token).ToObservable(scheduler ?? TaskPoolScheduler.Default));
    }

    /// <summary>Tells the effect of the start: fits from as many starts of every seeding as the options have restarts, and gives all that came of it.</summary>
    /// <param name="samples">What to fit.</param>
    /// <param name="options">How; the seeding in them plays no part.</param>
    /// <param name="seedings">The seedings; null for all that draw.</param>
    /// <param name="within">How near to the best mean log-likelihood counts as reaching it, in nats per unit of weight.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples do not suit the options or a seeding.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SeedingComparison CompareSeedings(
        Samples samples, FitOptions options, IEnumerable<Seeding>? seedings = null, double within = 1e-4, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SeedingComparison.Of(samples, options.Components, options.Shape, options.Restarts, seedings, options.Seed, options.Em, within, cancellationToken);
    }

    /// <summary>Writes a mixture to a JSON file, replacing it as a whole or not at all.</summary>
    /// <param name="mixture">What to keep.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The names of the features, if they have any.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is left as it was.</exception>
    public static void Save(GaussianMixture mixture, string path, IReadOnlyList<string>? columns = null) =>
        AtomicFile.Write(path, new SavedMixture(mixture, columns).Write);

    /// <summary>Reads a mixture that <see cref="Save"/> wrote, equal bit for bit.</summary>
    /// <exception cref="InvalidDataException">The file does not hold a mixture; the message says which and what was found.</exception>
    public static GaussianMixture Load(string path) => Load(path, SavedMixture.Read).Mixture;

    /// <summary>Writes the state of a stream to a JSON file, replacing it as a whole or not at all: a stream that goes on from it goes on bit for bit.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one is left as it was.</exception>
    public static void SaveState(OnlineState state, string path) => AtomicFile.Write(path, new SavedState(state).Write);

    /// <summary>Reads a state that <see cref="SaveState"/> or <c>streamgmm follow --state</c> wrote, equal bit for bit.</summary>
    /// <remarks>Rows that <c>follow</c> had taken but not yet learned come after the state's position and are not in it: <see cref="SavedState"/> has them.</remarks>
    /// <exception cref="InvalidDataException">The file does not hold a whole state as it was written; the message says which and what was found.</exception>
    public static OnlineState LoadState(string path) => Load(path, SavedState.Read).State;

    private static IEnumerable<EmState> Told(IEnumerable<EmState> states, IProgress<EmState>? progress) => states.Select(state =>
    {
        progress?.Report(state);
        return state;
    });

    private static T Load<T>(string path, Func<Stream, T> read)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return read(stream);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"'{path}': {fault.Message}", fault);
        }
    }
}
