using System.Globalization;

namespace StreamGmm;

/// <summary>The effect of the start: what many starts of several seedings lead to, and how often to the best.</summary>
public sealed class SeedingComparison
{
    private SeedingComparison(EmState best, double within, IReadOnlyList<SeedingOutcome> seedings) =>
        (Best, Within, Seedings) = (best, within, seedings);

    /// <summary>The seedings that are compared unless others are named: all that draw.</summary>
    public static IReadOnlyList<Seeding> DefaultSeedings { get; } =
        [new Seeding.SmallEm(), new Seeding.KMeans(), new Seeding.KMeansPlusPlus(), new Seeding.RandomSamples()];

    /// <summary>The best fit of all starts of all seedings: a whole one before a degenerate one, then the highest log-likelihood, then the earliest.</summary>
    public EmState Best { get; }

    /// <summary>A start has reached the best where its mean log-likelihood is lower by no more than this, in nats per unit of weight.</summary>
    public double Within { get; }

    /// <summary>The seedings in the order given, each with its starts.</summary>
    public IReadOnlyList<SeedingOutcome> Seedings { get; }

    /// <summary>How many starts there were in all.</summary>
    public int Starts => Seedings.Sum(seeding => seeding.Starts.Count);

    /// <summary>How many of them reached the best.</summary>
    public int Reached => Seedings.Sum(seeding => seeding.Reached);

    /// <summary>Fits from many starts of every seeding, several at once. The result is the same for any number of threads, bit for bit.</summary>
    /// <param name="samples">What to fit.</param>
    /// <param name="components">K, 1 or more.</param>
    /// <param name="shape">The shape of the covariances.</param>
    /// <param name="starts">How many starts of each seeding; a start that is given is made once.</param>
    /// <param name="seedings">The seedings; null for <see cref="DefaultSeedings"/>.</param>
    /// <param name="seed">The same seed gives the same starts.</param>
    /// <param name="em">How to iterate, when to stop, and how many threads to use in all; null for the defaults.</param>
    /// <param name="within">How near to the best mean log-likelihood counts as reaching it, 0 or more.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The samples do not suit the components or a seeding, there is no seeding or no start, or a number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SeedingComparison Of(
        Samples samples,
        int components,
        CovarianceShape shape = default,
        int starts = 100,
        IEnumerable<Seeding>? seedings = null,
        int seed = 0,
        EmOptions? em = null,
        double within = 1e-4,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(starts, 1);
        if (within is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(within), within, "How near counts as reached is a finite number of 0 or more.");
        Seeding[] compared = [.. seedings ?? DefaultSeedings];
        if (compared.Length == 0)
            throw new ArgumentException("There is no seeding to compare: give one at least, or null for all that draw.", nameof(seedings));

        var fits = compared.SelectMany(seeding => Enumerable.Range(0, SingleFit.Count(seeding, starts)).Select(restart => (Seeding: seeding, Restart: restart))).ToArray();
        var (atOnce, each) = SingleFit.Share(em ?? new EmOptions(), fits.Length);
        var outcomes = new List<StartOutcome>();
        EmState? best = null;
        foreach (var (first, last) in Ahead.InOrder(fits.Length, atOnce, Fit, cancellationToken))
        {
            outcomes.Add(new StartOutcome(last.Restart, first.LogLikelihood, last.LogLikelihood, last.Iteration, last.Evaluations, last.Status));
            best = best is null || SingleFit.IsBetter(last, best) ? last : best;
        }

        return new SeedingComparison(best!, within, [.. compared.Select((seeding, i) => new SeedingOutcome(seeding, OutcomesOf(i), best!.LogLikelihood, within))]);

        (EmState First, EmState Last) Fit(int number, CancellationToken token) =>
            SingleFit.From(samples, components, shape, fits[number].Seeding, seed, fits[number].Restart, each, token);

        IEnumerable<StartOutcome> OutcomesOf(int seeding)
        {
            var before = compared.Take(seeding).Sum(one => SingleFit.Count(one, starts));
            return outcomes.Skip(before).Take(SingleFit.Count(compared[seeding], starts));
        }
    }

    /// <summary>One line: "best log-likelihood -4.155382, reached within 0.0001 by 87 of 120 starts".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"best log-likelihood {Best.LogLikelihood:F6}, reached within {Within:R} by {Reached} of {Starts} starts");
}
