using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests;

/// <summary>What laws are held over. Sizes are drawn and shrunk; values follow from a seed.</summary>
internal static class Generators
{
    public static Gen<int> Seed => Gen.Choose(0, int.MaxValue - 1);

    /// <summary>Samples and a mixture to start from, of every shape, D from 1 to 20, K from 1 to 6, with and without weights and labels.</summary>
    public static Arbitrary<Problem> Problems => ProblemsOf([.. CovarianceShape.All]);

    /// <summary>Up to three statistics that add, with a factor to forget by.</summary>
    public static Arbitrary<StatisticsCase> Statistics => Arb.From(
        from shape in Gen.Elements<CovarianceShape>(CovarianceShape.All)
        from dimension in Gen.Choose(1, 12)
        from components in Gen.Choose(1, 5)
        from seed in Seed
        select new StatisticsCase(shape, dimension, components, seed),
        c => Smaller(c.Dimension, 1).Select(d => c with { Dimension = d }).Concat(Smaller(c.Components, 1).Select(k => c with { Components = k })));

    public static Arbitrary<Problem> ProblemsOf(params CovarianceShape[] shapes) => Arb.From(
        from shape in Gen.Elements(shapes)
        from dimension in Gen.Choose(1, 20)
        from components in Gen.Choose(1, 6)
        from rows in Gen.Choose(6, 12)
        from isWeighted in Gen.Elements(true, false)
        from isLabelled in Gen.Elements(true, false)
        from seed in Seed
        select new Problem(shape, dimension, components, rows, isWeighted, isLabelled, seed),
        Smaller);

    private static IEnumerable<Problem> Smaller(Problem p) =>
        Smaller(p.Components, 1).Select(k => p with { Components = k })
            .Concat(Smaller(p.Dimension, 1).Select(d => p with { Dimension = d }))
            .Concat(Smaller(p.RowsAParameter, 6).Select(n => p with { RowsAParameter = n }))
            .Concat(p.IsWeighted ? [p with { IsWeighted = false }] : [])
            .Concat(p.IsLabelled ? [p with { IsLabelled = false }] : []);

    private static IEnumerable<int> Smaller(int size, int least) => new[] { least, size / 2, size - 1 }.Where(s => s >= least && s < size).Distinct();
}
