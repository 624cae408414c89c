using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Makes what a report shows: chooses axes, finds page units, thins, counts.</summary>
internal static class ContentMaker
{
    /// <summary>Numbers of the samples drawn: 1 MB.</summary>
    private const int MostNumbers = 180_000;

    /// <summary>What a report of the subject and the samples shows.</summary>
    /// <exception cref="ArgumentException">Dimensions, names or axes do not fit together, or there is nothing to show.</exception>
    public static ReportContent Make(Subject subject, Samples? samples, ReportOptions options)
    {
        var dimension = Requirements.Dimension(subject, samples, options);
        var final = subject.States.IsEmpty ? null : subject.States[^1].Mixture;
        var count = Math.Min(2, Math.Min(subject.States.Length, options.MostStates));
        var m = subject.States.IsEmpty ? Math.Min(dimension, StateLimits.MostAxes) : StateLimits.Axes(dimension, subject.States.Max(state => state.Mixture.Components), count);
        var survey = samples is null ? null : SampleSurvey.Of(samples, options.Seed, Math.Min(options.MostSamples, Math.Max(1, MostNumbers / m)));
        if (survey is null && final is null)
            throw new ArgumentException("No row has a positive weight and all its values: there is nothing to draw. Fill missing values in with Impute, or give other samples.", nameof(samples));

        ReadOnlySpan<int> asked = options.Axes is { } pair ? [pair.X, pair.Y] : [];
        var chosen = AxisChoice.Of(dimension, m, asked, () => final is not null ? AxisChoice.Apartness(final) : AxisChoice.Spread(survey!));
        var states = Marginals(StateLimits.Fitting(Thinned(subject.States, options.MostStates), m), chosen);
        var moments = survey is null ? null : SampleMoments.Of(survey, chosen);
        var axes = Axes(chosen, options.Columns, survey, moments, states);
        ImmutableArray<DrawnState> drawn = [.. states.Select(state => state with { Mixture = PageMixture.Of(state.Mixture, axes) })];
        var outliers = survey is null || final is null ? null : Outliers.Of(final, survey.Rows, options.OutlierProbability, options.Seed);
        var (shown, principal) = survey is null
            ? (null, MixtureAnalysis.Of(drawn[^1].Mixture) is { } analysis ? SampleDrawing.Axes(analysis) : null)
            : new SampleDrawing(survey, axes).Draw(moments!.Principal(axes), outliers);
        var isCopied = final is not null && StateLimits.Written(final) <= StateLimits.MostCopied;
        return new ReportContent
        {
            Title = options.Title ?? subject.Title,
            Kind = subject.Kind,
            Facts = Facts(subject, samples, dimension, outliers),
            Notes = [.. subject.Notes, .. Notes.Of(subject, samples, survey, options, axes, dimension, drawn.Length, isCopied)],
            Axes = axes,
            Pair = options.Axes is { } wanted ? (Array.IndexOf(chosen, wanted.X), Array.IndexOf(chosen, wanted.Y)) : (0, Math.Min(1, m - 1)),
            Samples = shown,
            Principal = principal,
            States = drawn,
            Trace = subject.Trace,
            Criteria = subject.Criteria,
            Stream = subject.Stream,
            Model = isCopied ? new SavedMixture(final!, options.Columns) : null,
        };
    }

    private static IReadOnlyList<DrawnState> Thinned(ImmutableArray<DrawnState> states, int most) =>
        [.. EvenlySpread<DrawnState>.At(states.Length, most).Select(i => states[(int)i])];

    /// <summary>The same states, their mixtures those of some features alone.</summary>
    private static IReadOnlyList<DrawnState> Marginals(IReadOnlyList<DrawnState> states, int[] axes) =>
        [.. states.Select(state => axes.Length == state.Mixture.Dimension ? state : state with { Mixture = state.Mixture.Marginal(axes) })];

    private static ImmutableArray<ReportAxis> Axes(int[] chosen, IReadOnlyList<string>? names, SampleSurvey? survey, SampleMoments? moments, IReadOnlyList<DrawnState> states)
    {
        (double Mean, double Deviation)[][] components =
            [.. states.SelectMany(state => Enumerable.Range(0, state.Mixture.Components).Select(k => Along(state.Mixture, k)))];
        var own = states.Count == 0 ? null : MixtureSpread.Of(states[^1].Mixture);
        return [.. chosen.Select((index, i) =>
        {
            var center = moments?.Means[i] ?? own![i].Mean;
            var furthest = survey is null ? 0 : Math.Max(survey.Highest[index] - center, center - survey.Lowest[index]);
            var (c, scale) = PageUnits.Of(center, moments?.Deviations[i] ?? 0, furthest, components.Select(component => component[i]), own?[i].Deviation ?? 0);
            return new ReportAxis(index, names?[index] ?? FormattableString.Invariant($"x{index}"), c, scale);
        })];
    }

    /// <summary>Mean and standard deviation of a component along each axis.</summary>
    private static (double Mean, double Deviation)[] Along(GaussianMixture mixture, int component)
    {
        var covariance = mixture.Covariance(component);
        return [.. Enumerable.Range(0, mixture.Dimension).Select(j => (mixture.Means[component, j], Math.Sqrt(covariance[j, j])))];
    }

    private static ImmutableArray<(string Label, string Text)> Facts(Subject subject, Samples? samples, int dimension, Outliers? outliers) =>
    [
        .. samples is not null ? [("samples", Text.Count(samples.Count))] : ReadOnlySpan<(string, string)>.Empty,
        ("features", Text.Count(dimension)),
        .. subject.Facts,
        .. outliers is not null ? [("outliers", Text.Count(outliers.Count))] : ReadOnlySpan<(string, string)>.Empty,
    ];
}
