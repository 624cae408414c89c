namespace StreamGmm;

/// <summary>Makes the subject of a report of models that were compared.</summary>
internal static class SelectionSubject
{
    /// <summary>All candidates in a table; the mixture of the best is shown.</summary>
    public static Subject Of(IEnumerable<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Candidate? best = null;
        var (rows, place) = (new List<CriteriaRow>(), 0);
        foreach (var candidate in candidates)
        {
            if (best is not null && candidate.Criterion != best.Criterion)
                throw new ArgumentException($"Candidate {rows.Count} is compared by {candidate.Criterion}, the others by {best.Criterion}: make a report of each selection.", nameof(candidates));
            if (best is null || Rank(candidate).CompareTo(Rank(best)) < 0)
                (best, place) = (candidate, rows.Count);
            rows.Add(new CriteriaRow(candidate.Components, candidate.Shape.ToString(), candidate.Criteria, candidate.Fit.Status));
        }

        if (best is null)
            throw new ArgumentException("There is no candidate: a selection has one at least.", nameof(candidates));
        var fit = best.Fit;
        return new Subject
        {
            Kind = "selection",
            Title = "Selection of a Gaussian mixture",
            Facts = [("models compared", Text.Count(rows.Count)), ("criterion", best.Criterion.ToString().ToUpperInvariant()), .. FitSubject.Facts(fit, 1)],
            Notes = FitSubject.Degenerate(fit),
            States = [Subject.State(fit.Mixture, fit.Iteration, fit.LogLikelihood, $"best of {Text.Count(rows.Count)} models")],
            Criteria = new CriteriaTable(best.Criterion, place, [.. rows]),
        };
    }

    /// <summary>The criteria that were told of models, and the mixture of the best where it was kept.</summary>
    public static Subject Of(CriteriaTable table, GaussianMixture? mixture)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Subject
        {
            Kind = "selection",
            Title = "Selection of a Gaussian mixture",
            Facts = [("models compared", Text.Count(table.Rows.Length)), ("criterion", table.Criterion.ToString().ToUpperInvariant()), .. mixture is null ? [] : Text.Of(mixture)],
            States = mixture is null ? [] : [Subject.State(mixture, 0, double.NaN, $"best of {Text.Count(table.Rows.Length)} models")],
            StatesSeen = mixture is null ? 0 : 1,
            Criteria = table,
        };
    }

    /// <summary>A whole fit before a degenerate one, then the smaller value.</summary>
    private static (bool IsDegenerate, double Value) Rank(Candidate candidate) => (candidate.Fit.Status == EmStatus.Degenerate, candidate.Value);
}
