namespace StreamGmm;

/// <summary>Batch expectation–maximization: a fit is the unfolding of <see cref="Next"/> from <see cref="Start"/>.</summary>
public static class Em
{
    /// <summary>State 0 of a fit: the given mixture with its statistics.</summary>
    /// <param name="mixture">The mixture to start from.</param>
    /// <param name="samples">The samples to fit. Those with a label stay with that component: the fit is then semi-supervised.</param>
    /// <param name="options">How to iterate; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The dimensions differ, a label is no component, a feature is missing in every sample, or there are fewer samples of positive weight than components.</exception>
    public static EmState Start(GaussianMixture mixture, Samples samples, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(samples);
        options ??= new EmOptions();
        samples.RequireAtLeast(mixture.Components);
        EStep.RequireDimension(mixture, samples.Dimension);
        samples.RequireEveryAxis();
        var statistics = EStep.Expect(mixture, samples, samples.Origin(), options.Threads, cancellationToken);
        return new EmState(mixture, statistics) { Status = options.MaxIterations == 0 ? EmStatus.LimitReached : EmStatus.Running };
    }

    /// <summary>The state one iteration on: an M-step from the statistics of <paramref name="state"/>, then an E-step. A degenerate state stays as it is.</summary>
    /// <inheritdoc cref="Start"/>
    public static EmState Next(EmState state, Samples samples, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(samples);
        options ??= new EmOptions();
        if (state.Status == EmStatus.Degenerate)
            return state;
        if (Plain(state, options, out var degeneracy) is not { } plain)
            return state with { Status = EmStatus.Degenerate, Degeneracy = degeneracy, Course = null };

        // Directions are no coordinates that steps could be drawn out in: low-rank fits take plain steps.
        var course = options.Acceleration == Acceleration.None || state.Mixture.Shape.Rank > 0 ? null : state.Course ?? Course.At(state, plain, null, false, options);
        var evaluations = state.Evaluations;
        var (next, further) = ((EmState?)null, (GaussianMixture?)null);
        if (course?.Leap?.Mixture is { } leap)
        {
            evaluations++;
            next = At(leap);
            further = Plain(next, options, out _);
        }

        var leapt = further is not null && next!.LogLikelihood >= state.LogLikelihood;
        if (!leapt)
        {
            evaluations++;
            next = At(plain);
            next = next with { PlainGain = next.LogLikelihood - state.LogLikelihood };
            further = course is null ? null : Plain(next, options, out _);
        }

        next = next! with { Iteration = state.Iteration + 1, Evaluations = evaluations };
        if (course is not null && further is not null)
            next = next with { Course = Course.At(next, further, course, leapt, options) };
        return next with
        {
            Status = StopRule.IsMet(options, state, next) ? EmStatus.Converged
                : next.Iteration >= options.MaxIterations ? EmStatus.LimitReached
                : EmStatus.Running,
        };

        EmState At(GaussianMixture mixture) => state with
        {
            Mixture = mixture,
            Statistics = EStep.Expect(mixture, samples, state.Statistics.Origin, options.Threads, cancellationToken),
            PlainGain = double.NaN,
            Course = null,
        };
    }

    /// <summary>The states of a fit from <paramref name="state"/> on, that one first, until one is no longer running; computed as they are asked for.</summary>
    /// <remarks>A state that stopped at a lower limit of iterations than <paramref name="options"/> allow goes on.</remarks>
    /// <inheritdoc cref="Start"/>
    public static IEnumerable<EmState> Iterate(EmState state, Samples samples, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(samples);
        options ??= new EmOptions();
        return Unfold();

        IEnumerable<EmState> Unfold()
        {
            var current = state.Status == EmStatus.LimitReached && state.Iteration < options.MaxIterations
                ? state with { Status = EmStatus.Running }
                : state;
            yield return current;
            while (current.Status == EmStatus.Running)
                yield return current = Next(current, samples, options, cancellationToken);
        }
    }

    /// <summary>What the M-step makes of a state; null, with the reason, where it cannot.</summary>
    private static GaussianMixture? Plain(EmState state, EmOptions options, out Degeneracy? degeneracy)
    {
        degeneracy = null;
        return state.Course is { } course && course.Regularization == options.Regularization ? course.Plain
            : MStep.TryMaximize(state.Statistics, state.Mixture, options.Regularization, out var mixture, out degeneracy) ? mixture
            : null;
    }
}
