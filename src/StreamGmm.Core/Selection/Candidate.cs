using System.Globalization;

namespace StreamGmm;

/// <summary>One of the models to choose from, fitted: what it is worth, and which is the best so far. Immutable, equal by value.</summary>
public sealed record Candidate
{
    private readonly Candidate? better;

    internal Candidate(int index, EmState fit, Criterion criterion, Candidate? bestBefore)
    {
        (Index, Fit, Criterion, Criteria) = (index, fit, criterion, InformationCriteria.Of(fit));
        better = bestBefore is not null && Rank.CompareTo(bestBefore.Rank) >= 0 ? bestBefore : null;
    }

    /// <summary>Its place among the candidates, from 0.</summary>
    public int Index { get; }

    /// <summary>The last state of the best restart, with its mixture.</summary>
    public EmState Fit { get; }

    /// <summary>What the candidates are compared by.</summary>
    public Criterion Criterion { get; }

    /// <summary>Log-likelihood, parameters, AIC, BIC and ICL of <see cref="Fit"/>.</summary>
    public InformationCriteria Criteria { get; }

    /// <summary>K, the number of components.</summary>
    public int Components => Fit.Mixture.Components;

    /// <summary>The shape of the covariances.</summary>
    public CovarianceShape Shape => Fit.Mixture.Shape;

    /// <summary>The value of the criterion; smaller is better.</summary>
    public double Value => Criteria.By(Criterion);

    /// <summary>The best of this and all candidates before it: a whole fit before a degenerate one, then the smaller value, then the earlier.</summary>
    public Candidate Best => better ?? this;

    private (bool IsDegenerate, double Value) Rank => (Fit.Status == EmStatus.Degenerate, Value);

    /// <summary>True if place, fit and criterion are equal, and those of the best so far.</summary>
    public bool Equals(Candidate? other) => other is not null
        && (Index, Criterion) == (other.Index, other.Criterion) && Fit.Equals(other.Fit) && Equals(better, other.better);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Criterion, Fit);

    /// <summary>One line: "K = 4, D = 2, tied: BIC 1624.07".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Fit.Mixture}: {Criterion.ToString().ToUpperInvariant()} {Value:G6}");
}
