using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.Reports.Tests.Svg;

public sealed class MarchingSquaresLaws
{
    [Fact]
    public void Every_vertex_lies_on_the_level_by_linear_interpolation() => Law.Holds(Grids, grid =>
    {
        foreach (var (x, y) in grid.Lines.SelectMany(line => line.Points))
        {
            Assert.True(x % 1 == 0 || y % 1 == 0, $"({x:R}, {y:R}) is on no edge of the grid.");
            Assert.Equal(grid.Level, grid.At(x, y), 1e-9 * grid.Size);
        }
    }, 300);

    [Fact]
    public void Every_edge_between_lower_and_higher_is_crossed_once_and_no_other() => Law.Holds(Grids, grid =>
        Assert.Equal(grid.Crossed.Order(), grid.Lines.SelectMany(line => line.Points).Select(Grid.EdgeOf).Order()), 300);

    [Fact]
    public void Lines_end_at_the_border_or_close() => Law.Holds(Grids, grid =>
    {
        foreach (var line in grid.Lines)
        {
            if (line.IsClosed)
                Assert.InRange(line.Points.Count, 3, int.MaxValue);
            else
                Assert.All([line.Points[0], line.Points[^1]], p => Assert.True(p.X == 0 || p.Y == 0 || p.X == grid.Columns - 1 || p.Y == grid.Rows - 1, $"{p} is no border."));
        }
    }, 300);

    [Fact]
    public void Neighbours_on_a_line_share_a_cell() => Law.Holds(Grids, grid =>
    {
        foreach (var line in grid.Lines)
        {
            foreach (var (from, to) in line.Points.Zip(line.Points.Skip(1).Concat(line.IsClosed ? line.Points.Take(1) : [])))
                Assert.True(Math.Max(Math.Abs(from.X - to.X), Math.Abs(from.Y - to.Y)) <= 1, $"{from} and {to} are farther apart than a cell.");
        }
    }, 300);

    /// <summary>Grids of 2 × 2 to 9 × 9 of values that the level never is, so that each edge is crossed inside or not at all.</summary>
    private static Arbitrary<Grid> Grids => Arb.From(
        from columns in Gen.Choose(2, 9)
        from rows in Gen.Choose(2, 9)
        from exponent in Gen.Choose(-200, 200)
        from values in Gen.Choose(-50, 50).ArrayOf(columns * rows)
        from level in Gen.Choose(-40, 40)
        let size = Math.Pow(10, exponent)
        select new Grid(columns, [.. values.Select(value => value * size)], (level + 0.5) * size, 50 * size));

    internal sealed record Grid(int Columns, double[] Values, double Level, double Size)
    {
        public int Rows => Values.Length / Columns;

        public IReadOnlyList<ContourLine> Lines => MarchingSquares.Lines(Values, Columns, Level);

        /// <summary>The edges whose ends lie on either side, told by their first point and direction.</summary>
        public IEnumerable<(int X, int Y, bool IsDown)> Crossed =>
            from y in Enumerable.Range(0, Rows)
            from x in Enumerable.Range(0, Columns)
            from isDown in new[] { false, true }
            let other = isDown ? (X: x, Y: y + 1) : (X: x + 1, Y: y)
            where other.X < Columns && other.Y < Rows && (this[x, y] >= Level) != (this[other.X, other.Y] >= Level)
            select (x, y, isDown);

        private double this[int x, int y] => Values[(y * Columns) + x];

        public static (int X, int Y, bool IsDown) EdgeOf((double X, double Y) p) => ((int)p.X, (int)p.Y, p.Y % 1 != 0);

        public double At(double x, double y)
        {
            var (column, row) = ((int)x, (int)y);
            var (right, down) = (Math.Min(column + 1, Columns - 1), Math.Min(row + 1, Rows - 1));
            return (this[column, row] * (1 - (x % 1) - (y % 1))) + (this[right, row] * (x % 1)) + (this[column, down] * (y % 1));
        }
    }
}
