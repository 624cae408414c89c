using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>Makes the subject of a report of the states of a fit.</summary>
internal static class FitSubject
{
    /// <summary>All states, perhaps of several restarts one after another: each is in the trace, and the best restart is replayed.</summary>
    public static Subject Of(IEnumerable<EmState> states, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(states);
        var gathering = new FitGathering(options);
        foreach (var state in states)
            gathering.Add(state);
        return gathering.ToSubject() ?? throw new ArgumentException("There is no state: a fit has that of its start at least.", nameof(states));
    }

    /// <summary>The trace with fewer points where there are too many, and then a note on it.</summary>
    public static (FitTrace Trace, ImmutableArray<string> Note) Trace(IReadOnlyList<int> x, IReadOnlyList<double> y, IReadOnlyList<int> restarts)
    {
        var places = CurveThinning.Places(y);
        return (
            new FitTrace([.. places.Select(i => x[i])], RealVector.Create([.. places.Select(i => y[i])]), [.. places.Select(i => restarts[i])], "iteration"),
            places.Length == y.Count ? [] : [$"{Text.Count(places.Length)} of {Text.Count(y.Count)} points of the log-likelihood are drawn: the lowest and the highest of each of equal stretches."]);
    }

    /// <summary>What is said of a fit: size, status, iterations, log-likelihood and criteria.</summary>
    public static ImmutableArray<(string Label, string Text)> Facts(EmState last, int restarts)
    {
        var criteria = InformationCriteria.Of(last);
        return
        [
            .. Text.Of(last.Mixture),
            ("status", Text.Status(last.Status)),
            ("iterations", Text.Count(last.Iteration)),
            .. restarts > 1 ? [("best restart", $"{Text.Count(last.Restart + 1)} of {Text.Count(restarts)}")] : ReadOnlySpan<(string, string)>.Empty,
            ("log-likelihood", Text.Value(last.LogLikelihood)),
            ("AIC", Text.Value(criteria.Aic)),
            ("BIC", Text.Value(criteria.Bic)),
        ];
    }

    /// <summary>Why a fit could not go on, as a note.</summary>
    public static ImmutableArray<string> Degenerate(EmState last) => last.Degeneracy is { } degeneracy
        ? [$"The fit is degenerate at component {degeneracy.Component}: {degeneracy.Reason} {degeneracy.Repair} The last whole mixture is shown."]
        : [];
}
