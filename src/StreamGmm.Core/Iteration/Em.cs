namespace StreamGmm;

/// <summary>Batch expectation–maximization: a fit is the unfolding of <c>Next</c> from <c>Start</c>.</summary>
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
        samples.RequireAtLeast(mixture.Components);
        EStep.RequireDimension(mixture, samples.Dimension);
        samples.RequireEveryAxis();
        return Start(mixture, Over(samples, samples.Origin(), options), options, cancellationToken);
    }

    /// <summary>State 0 of a fit over samples that only their E-step is known of: blocks in files, or on other machines.</summary>
    /// <param name="mixture">The mixture to start from.</param>
    /// <param name="expectation">The E-step over all samples; how many threads it takes is its own affair.</param>
    /// <param name="options">How to iterate; null for the defaults.</param>
    /// <param name="cancellationToken">Handed to the E-step.</param>
    /// <exception cref="ArgumentException">The E-step gave statistics that are not the mixture's.</exception>
    public static EmState Start(GaussianMixture mixture, Expectation expectation, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(expectation);
        options ??= new EmOptions();
        return new EmState(mixture, Expect(expectation, mixture, null, cancellationToken)) { Status = options.MaxIterations == 0 ? EmStatus.LimitReached : EmStatus.Running };
    }

    /// <summary>The state one iteration on: an M-step from the statistics of <paramref name="state"/>, then an E-step. A degenerate state stays as it is.</summary>
    /// <inheritdoc cref="Start(GaussianMixture, Samples, EmOptions?, CancellationToken)"/>
    public static EmState Next(EmState state, Samples samples, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(samples);
        return Next(state, Over(samples, state.Statistics.Origin, options), options, cancellationToken);
    }

    /// <summary>The state one iteration on, by an E-step that is given. A degenerate state stays as it is.</summary>
    /// <inheritdoc cref="Start(GaussianMixture, Expectation, EmOptions?, CancellationToken)"/>
    public static EmState Next(EmState state, Expectation expectation, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(expectation);
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
            Statistics = Expect(expectation, mixture, state.Statistics.Origin, cancellationToken),
            PlainGain = double.NaN,
            Course = null,
        };
    }

    /// <summary>The states of a fit from <paramref name="state"/> on, that one first, until one is no longer running; computed as they are asked for.</summary>
    /// <remarks>A state that stopped at a lower limit of iterations than <paramref name="options"/> allow goes on.</remarks>
    /// <inheritdoc cref="Start(GaussianMixture, Samples, EmOptions?, CancellationToken)"/>
    public static IEnumerable<EmState> Iterate(EmState state, Samples samples, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(samples);
        return Iterate(state, Over(samples, state.Statistics.Origin, options), options, cancellationToken);
    }

    /// <summary>The states of a fit from <paramref name="state"/> on, by an E-step that is given, until one is no longer running; computed as they are asked for.</summary>
    /// <remarks>A state that stopped at a lower limit of iterations than <paramref name="options"/> allow goes on.</remarks>
    /// <inheritdoc cref="Start(GaussianMixture, Expectation, EmOptions?, CancellationToken)"/>
    public static IEnumerable<EmState> Iterate(EmState state, Expectation expectation, EmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(expectation);
        options ??= new EmOptions();
        return Unfold();

        IEnumerable<EmState> Unfold()
        {
            var current = state.Status == EmStatus.LimitReached && state.Iteration < options.MaxIterations
                ? state with { Status = EmStatus.Running }
                : state;
            yield return current;
            while (current.Status == EmStatus.Running)
                yield return current = Next(current, expectation, options, cancellationToken);
        }
    }

    /// <summary>The E-step over samples in memory.</summary>
    private static Expectation Over(Samples samples, RealVector origin, EmOptions? options) =>
        (mixture, cancellationToken) => EStep.Expect(mixture, samples, origin, options?.Threads ?? 0, cancellationToken);

    /// <summary>What the E-step gives, if it can be that of the mixture.</summary>
    internal static SufficientStatistics Expect(Expectation expectation, GaussianMixture mixture, RealVector? origin, CancellationToken cancellationToken)
    {
        var statistics = expectation(mixture, cancellationToken);
        return statistics is null || statistics.Shape != mixture.Shape || statistics.Components != mixture.Components || statistics.Dimension != mixture.Dimension
            ? throw new ArgumentException($"The E-step gave statistics of {statistics?.ToString() ?? "nothing"} for a mixture of {mixture}: they must agree.", nameof(expectation))
            : origin is not null && !statistics.Origin.Equals(origin) ? throw new ArgumentException("The E-step gave statistics about another origin than those before: it must be the same throughout a fit.", nameof(expectation))
            : statistics;
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
