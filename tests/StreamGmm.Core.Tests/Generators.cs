using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests;

/// <summary>What laws are held over. Sizes are drawn and shrunk; values follow from a seed.</summary>
internal static class Generators
{
    public static Gen<int> Seed => Gen.Choose(0, int.MaxValue - 1);

    /// <summary>All shapes; low rank with rank 1 stands for every rank there can be.</summary>
    public static CovarianceShape[] Shapes => [.. CovarianceShape.All, CovarianceShape.LowRank(1)];

    /// <summary>Samples and a mixture to start from, of every shape, D from 1 to 20, K from 1 to 6, with and without weights and labels.</summary>
    public static Arbitrary<Problem> Problems => ProblemsOf(Shapes);

    /// <summary>Up to three statistics that add, with a factor to forget by.</summary>
    public static Arbitrary<StatisticsCase> Statistics => Arb.From(
        from kind in Gen.Elements(Shapes)
        from dimension in Gen.Choose(1, 12)
        from shape in Ranked(kind, dimension)
        from components in Gen.Choose(1, 5)
        from seed in Seed
        select new StatisticsCase(shape, dimension, components, seed),
        c => Smaller(c.Dimension, c.Shape.Rank + 1).Select(d => c with { Dimension = d }).Concat(Smaller(c.Components, 1).Select(k => c with { Components = k })));

    public static Arbitrary<Problem> ProblemsOf(params CovarianceShape[] shapes) => Arb.From(
        from kind in Gen.Elements(shapes)
        from rank in Gen.Choose(1, 6)
        from dimension in Gen.Choose(1, 20)
        from components in Gen.Choose(1, 6)
        from rows in Gen.Choose(6, 12)
        from isWeighted in Gen.Elements(true, false)
        from isLabelled in Gen.Elements(true, false)
        from seed in Seed
        select new Problem(kind.Rank > 0 ? CovarianceShape.LowRank(rank) : kind, dimension, components, rows, isWeighted, isLabelled, seed),
        Smaller);

    /// <summary>The shape; low rank with any rank that so many features allow, and full where they allow none.</summary>
    public static Gen<CovarianceShape> Ranked(CovarianceShape shape, int dimension) =>
        shape.Rank == 0 ? Gen.Constant(shape)
        : dimension == 1 ? Gen.Constant(CovarianceShape.Full)
        : Gen.Choose(1, dimension - 1).Select(CovarianceShape.LowRank);

    private static IEnumerable<Problem> Smaller(Problem p) =>
        Smaller(p.Components, 1).Select(k => p with { Components = k })
            .Concat(Smaller(p.Dimension, 1).Select(d => p with { Dimension = d }))
            .Concat(Smaller(p.RowsAParameter, 6).Select(n => p with { RowsAParameter = n }))
            .Concat(p.IsWeighted ? [p with { IsWeighted = false }] : [])
            .Concat(p.IsLabelled ? [p with { IsLabelled = false }] : []);

    private static IEnumerable<int> Smaller(int size, int least) => new[] { least, size / 2, size - 1 }.Where(s => s >= least && s < size).Distinct();
}
