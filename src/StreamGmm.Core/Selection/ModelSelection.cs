namespace StreamGmm;

/// <summary>Chooses the number of components and the shape of the covariances.</summary>
public static class ModelSelection
{
    /// <summary>Every shape with every number of components, each fitted from several starts: computed on all threads while they are read, and told in the order of the numbers, then of the shapes.</summary>
    /// <remarks>The last candidate's <see cref="Candidate.Best"/> is the choice. The candidates are the same for any number of threads, bit for bit, and each is what a fit with the same seed, seeding and restart gives.</remarks>
    /// <param name="samples">What to fit: at least as many as the most components. Labels name components below the fewest.</param>
    /// <param name="options">Which models, by what, and how to fit.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <returns>K × shapes candidates; not reading to the end cancels the fits under way.</returns>
    /// <exception cref="ArgumentException">The samples do not suit the options; thrown when the first candidate is asked for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; thrown while candidates are read.</exception>
    public static IEnumerable<Candidate> Candidates(Samples samples, SelectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        return Unfold();

        IEnumerable<Candidate> Unfold()
        {
            samples.RequireAtLeast(options.Components.Max());
            samples.RequireLabelsBelow(options.Components.Min());
            var models = options.Components.SelectMany(components => options.Shapes.Select(shape => (Components: components, Shape: shape))).ToArray();
            var seedings = options.Seedings;
            var restarts = seedings.Count == 1 ? SingleFit.Count(seedings[0], options.Restarts) : options.Restarts;
            var (atOnce, em) = SingleFit.Share(options.Em, models.Length * restarts);
            var (index, winner, best) = (0, (EmState?)null, (Candidate?)null);
            foreach (var fit in Ahead.InOrder(models.Length * restarts, atOnce, Fit, cancellationToken))
            {
                winner = winner is null || SingleFit.IsBetter(fit, winner) ? fit : winner;
                if (fit.Restart < restarts - 1)
                    continue;
                var candidate = new Candidate(index++, winner, options.Criterion, best);
                (winner, best) = (null, candidate.Best);
                yield return candidate;
            }

            EmState Fit(int number, CancellationToken token)
            {
                var ((components, shape), restart) = (models[number / restarts], number % restarts);
                return SingleFit.From(samples, components, shape, seedings[restart % seedings.Count], options.Seed, restart, em, token).Last;
            }
        }
    }
}
