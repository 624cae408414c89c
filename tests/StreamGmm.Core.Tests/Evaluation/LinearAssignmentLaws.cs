using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Core.Tests.Evaluation;

public class LinearAssignmentLaws
{
    /// <summary>Up to 6 × 6, square or not; small whole numbers, so that there are ties, or any.</summary>
    private static Arbitrary<RealMatrix> Costs => Arb.From(
        from rows in Gen.Choose(1, 6)
        from columns in Gen.Choose(1, 6)
        from isWhole in Gen.Elements(true, false)
        from seed in Generators.Seed
        select Random(rows, columns, isWhole, new Draw(seed)));

    [Fact]
    public void No_assignment_is_cheaper() => Law.Holds(
        Costs,
        costs =>
        {
            var solved = LinearAssignment.Solve(costs);
            var used = solved.Where(column => column >= 0).ToArray();
            Assert.Equal(costs.Rows, solved.Length);
            Assert.Equal(Math.Min(costs.Rows, costs.Columns), used.Distinct().Count());
            Assert.Equal(used.Length, used.Distinct().Count());
            Close.Absolutely(1e-12, Cheapest(costs, 0, 0, costs.Rows - costs.Columns), solved.Select((column, row) => column < 0 ? 0 : costs[row, column]).Sum());
        },
        cases: 300);

    [Fact]
    public void Rows_and_columns_are_alike() => Law.Holds(
        Costs,
        costs =>
        {
            var turned = RealMatrix.Create(costs.Columns, costs.Rows, values =>
            {
                for (var e = 0; e < values.Length; e++)
                    values[e] = costs[e % costs.Rows, e / costs.Rows];
            });
            double Sum(RealMatrix c) => LinearAssignment.Solve(c).Select((column, row) => column < 0 ? 0 : c[row, column]).Sum();
            Close.Absolutely(1e-12, Sum(costs), Sum(turned));
        });

    /// <summary>All assignments of the rows from one on, some of them left out.</summary>
    private static double Cheapest(RealMatrix costs, int row, int taken, int leftOut)
    {
        if (row == costs.Rows)
            return 0;
        var best = leftOut > 0 ? Cheapest(costs, row + 1, taken, leftOut - 1) : double.PositiveInfinity;
        for (var j = 0; j < costs.Columns; j++)
        {
            if ((taken & (1 << j)) == 0)
                best = Math.Min(best, costs[row, j] + Cheapest(costs, row + 1, taken | (1 << j), leftOut));
        }

        return best;
    }

    private static RealMatrix Random(int rows, int columns, bool isWhole, Draw draw) => RealMatrix.Create(rows, columns, values =>
    {
        foreach (ref var value in values)
            value = isWhole ? draw.Integer(5) - 2 : draw.Normal();
    });
}
