namespace StreamGmm;

/// <summary>The cheapest one-to-one assignment of rows to columns.</summary>
/// <remarks>The Hungarian method (Kuhn, 1955; Munkres, 1957) by shortest augmenting paths, O(n² m) for the shorter side n and the longer side m.</remarks>
public static class LinearAssignment
{
    /// <summary>The column of each row, −1 where there are fewer columns than rows and the row is left out; the sum of the costs is the least possible.</summary>
    /// <param name="costs">Finite numbers of any sign, rows × columns.</param>
    /// <exception cref="ArgumentException">A cost is not finite.</exception>
    public static int[] Solve(RealMatrix costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        for (var e = 0; e < costs.Rows * costs.Columns; e++)
        {
            if (!double.IsFinite(costs.AsSpan()[e]))
                throw new ArgumentException(FormattableString.Invariant($"The cost of row {e / costs.Columns}, column {e % costs.Columns} is {costs.AsSpan()[e]}: costs are finite. Give a large number for what must not be."), nameof(costs));
        }

        var isTall = costs.Rows > costs.Columns;
        var ofColumns = isTall
            ? Augment(costs.Columns, costs.Rows, (i, j) => costs[j, i])
            : Augment(costs.Rows, costs.Columns, (i, j) => costs[i, j]);
        if (isTall)
            return ofColumns;
        var ofRows = new int[costs.Rows];
        for (var j = 0; j < ofColumns.Length; j++)
        {
            if (ofColumns[j] >= 0)
                ofRows[ofColumns[j]] = j;
        }

        return ofRows;
    }

    /// <summary>The row of each column, −1 for none; rows ≤ columns, and every row gets one. Rows join one after another, each by the cheapest path to a free column.</summary>
    private static int[] Augment(int rows, int columns, Func<int, int, double> cost)
    {
        var (rowPrice, columnPrice) = (new double[rows], new double[columns]);
        var row = new int[columns];
        Array.Fill(row, -1);
        for (var joining = 0; joining < rows; joining++)
        {
            // How far each column is, over which column it is reached (−1: from the row that joins), and whether the nearest way is known.
            var (distance, from, isDone) = (new double[columns], new int[columns], new bool[columns]);
            Array.Fill(distance, double.PositiveInfinity);
            Array.Fill(from, -1);
            var (at, reached) = (joining, -1);
            var so = 0.0;
            while (at >= 0)
            {
                var nearest = -1;
                for (var j = 0; j < columns; j++)
                {
                    if (isDone[j])
                        continue;
                    var through = so + (cost(at, j) - rowPrice[at] - columnPrice[j]);
                    if (through < distance[j])
                        (distance[j], from[j]) = (through, reached);
                    if (nearest < 0 || distance[j] < distance[nearest])
                        nearest = j;
                }

                isDone[nearest] = true;
                (reached, so, at) = (nearest, distance[nearest], row[nearest]);
            }

            // Prices such that all costs stay no lower than them, and equal along the path.
            rowPrice[joining] += so;
            for (var j = 0; j < columns; j++)
            {
                if (!isDone[j] || j == reached)
                    continue;
                rowPrice[row[j]] += so - distance[j];
                columnPrice[j] -= so - distance[j];
            }

            while (from[reached] >= 0)
            {
                row[reached] = row[from[reached]];
                reached = from[reached];
            }

            row[reached] = joining;
        }

        return row;
    }
}
