namespace StreamGmm.Core.Tests;

/// <summary>Statistics made by operations: expectations of random samples, added up, forgotten in part, moved to another origin and back.</summary>
internal sealed record StatisticsCase(CovarianceShape Shape, int Dimension, int Components, int Seed)
{
    private RealVector Origin => RealVector.Create(new Draw(Seed).Normals(Dimension, 3));

    public SufficientStatistics Zero => SufficientStatistics.Zero(Shape, Components, Origin);

    public SufficientStatistics A => Make(new Draw(Seed + 1), 3);

    public SufficientStatistics B => Make(new Draw(Seed + 2), 3);

    public SufficientStatistics C => Make(new Draw(Seed + 3), 3);

    public Draw Draw() => new(Seed + 4);

    private SufficientStatistics Make(Draw draw, int depth) => (depth > 0 ? draw.Integer(5) : 0) switch
    {
        1 => Make(draw, depth - 1) + Make(draw, depth - 1),
        2 => Make(draw, depth - 1).Decay(draw.Uniform(0, 2)),
        3 => Make(draw, depth - 1).Decay(Math.ScaleB(1, -draw.Integer(6))),
        4 => Make(draw, depth - 1).About(RealVector.Create(draw.Normals(Dimension, 3))).About(Origin),
        _ => Expected(draw),
    };

    private SufficientStatistics Expected(Draw draw)
    {
        var means = RealMatrix.Create([.. Enumerable.Range(0, Components).Select(_ => RealVector.Create(draw.Normals(Dimension)))]);
        var mixture = new GaussianMixture(draw.Weights(Components), means, draw.Covariances(Shape, Components, Dimension));
        double[][] rows = [.. Enumerable.Range(0, 1 + draw.Integer(40)).Select(_ => draw.Normals(Dimension, 2))];
        return EStep.Expect(mixture, Samples.From(rows).WithWeights(rows.Select(_ => draw.Chance(0.2) ? 0 : draw.Uniform(0, 3)).ToArray()), Origin);
    }
}
