using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>What a report is of, before anything is brought to page units.</summary>
internal sealed record Subject
{
    /// <summary>"mixture", "fit", "selection", "stream" or "data".</summary>
    public required string Kind { get; init; }

    /// <summary>The heading where the user gives none.</summary>
    public required string Title { get; init; }

    public ImmutableArray<(string Label, string Text)> Facts { get; init; } = [];

    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The states to replay, their mixtures in the units of the data; the last one is the final.</summary>
    public ImmutableArray<DrawnState> States { get; init; } = [];

    /// <summary>The number of states there were.</summary>
    public long StatesSeen { get; init; } = 1;

    public FitTrace? Trace { get; init; }

    public CriteriaTable? Criteria { get; init; }

    public StreamCourse? Stream { get; init; }

    /// <summary>A mixture alone, or with samples.</summary>
    public static Subject Of(GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        return new Subject
        {
            Kind = "mixture",
            Title = "Gaussian mixture",
            Facts = Text.Of(mixture),
            States = [State(mixture, 0, double.NaN, "mixture")],
        };
    }

    /// <summary>A mixture, and the log-likelihoods of the fit that it is the end of.</summary>
    public static Subject Of(IEnumerable<double> logLikelihoods, GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(logLikelihoods);
        ArgumentNullException.ThrowIfNull(mixture);
        double[] all = [.. logLikelihoods];
        if (all.Length == 0)
            throw new ArgumentException("There is no log-likelihood: a fit has that of its start at least. Give them in order, or make the report of the mixture alone.", nameof(logLikelihoods));
        if (Array.FindIndex(all, value => double.IsNaN(value) || double.IsPositiveInfinity(value)) is >= 0 and var wrong)
            throw new ArgumentException(FormattableString.Invariant($"Log-likelihood {wrong} is {all[wrong]:R}: it is a number, or −∞ where a density is 0."), nameof(logLikelihoods));
        var (trace, note) = FitSubject.Trace([.. Enumerable.Range(0, all.Length)], all, new int[all.Length]);
        return new Subject
        {
            Kind = "fit",
            Title = "Fit of a Gaussian mixture",
            Facts = [.. Text.Of(mixture), ("iterations", Text.Count(all.Length - 1)), ("log-likelihood", Text.Value(all[^1]))],
            Notes = note,
            States = [State(mixture, all.Length - 1, all[^1], $"iteration {Text.Count(all.Length - 1)}")],
            Trace = trace,
        };
    }

    /// <summary>Samples alone.</summary>
    public static Subject OfData() => new() { Kind = "data", Title = "Samples", StatesSeen = 0 };

    /// <summary>A state whose components are known by their numbers.</summary>
    public static DrawnState State(GaussianMixture mixture, long iteration, double logLikelihood, string label) =>
        new(iteration, logLikelihood, mixture, [.. Enumerable.Range(0, mixture.Components).Select(k => (long)k)], label);
}
