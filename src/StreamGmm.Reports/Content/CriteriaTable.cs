using System.Collections.Immutable;

namespace StreamGmm;

/// <summary>The models that were compared, and the row of the best.</summary>
internal sealed record CriteriaTable(Criterion Criterion, int Best, ImmutableArray<CriteriaRow> Rows);

/// <summary>One model that was compared.</summary>
/// <param name="Components">K.</param>
/// <param name="Shape">The shape of its covariances, as text.</param>
/// <param name="Criteria">Log-likelihood, parameters and criteria; perhaps not finite.</param>
/// <param name="Status">Where its fit stands.</param>
internal sealed record CriteriaRow(int Components, string Shape, InformationCriteria Criteria, EmStatus Status);
