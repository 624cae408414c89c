namespace StreamGmm.Core.Tests;

/// <summary>Low-rank covariances made of others.</summary>
internal static class LowRanks
{
    /// <summary>All lengths times a factor.</summary>
    public static Covariances.LowRank Scaled(Covariances.LowRank covariances, double factor) => Mapped(covariances, u => u, _ => factor * factor);

    /// <summary>A Σ Aᵀ, where A is a rotation times a factor.</summary>
    public static Covariances.LowRank Turned(Covariances.LowRank covariances, double[,] a)
    {
        var square = Enumerable.Range(0, a.GetLength(0)).Sum(j => a[j, 0] * a[j, 0]);
        return Mapped(covariances, u => [.. Enumerable.Range(0, u.Length).Select(j => Enumerable.Range(0, u.Length).Sum(l => a[j, l] * u[l]) / Math.Sqrt(square))], _ => square);
    }

    /// <summary>The components in another order.</summary>
    public static Covariances.LowRank Permuted(Covariances.LowRank covariances, int[] order) => new(
        order.Select(k => covariances.Directions[k]),
        RealMatrix.Create([.. order.Select(k => RealVector.Create(covariances.Variances.Row(k)))]),
        RealVector.Create([.. order.Select(k => covariances.Noise[k])]));

    /// <summary>Every direction mapped and made orthonormal again, every variance multiplied.</summary>
    public static Covariances.LowRank Mapped(Covariances.LowRank covariances, Func<double[], double[]> direction, Func<double, double> factor) => new(
        covariances.Directions.Select(matrix => Columns([.. Enumerable.Range(0, matrix.Columns).Select(i => direction([.. Enumerable.Range(0, matrix.Rows).Select(j => matrix[j, i])]))])).ToArray(),
        RealMatrix.Create(covariances.Variances.Rows, covariances.Rank, [.. covariances.Variances.AsSpan().ToArray().Select(v => v * factor(v))]),
        RealVector.Create([.. covariances.Noise.Select(v => v * factor(v))]));

    /// <summary>Rows as the columns of a matrix.</summary>
    public static RealMatrix Columns(double[][] rows) => RealMatrix.Create(rows[0].Length, rows.Length, matrix =>
    {
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows[0].Length; j++)
                matrix[(j * rows.Length) + i] = rows[i][j];
        }
    });

    /// <summary>Rows made orthonormal, one after another.</summary>
    public static double[][] Orthonormal(IEnumerable<double[]> rows)
    {
        var directions = new List<double[]>();
        foreach (var row in rows)
        {
            var u = row;
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var other in directions)
                {
                    var along = u.Zip(other, (x, y) => x * y).Sum();
                    u = [.. u.Zip(other, (x, y) => x - (along * y))];
                }
            }

            var length = Math.Sqrt(u.Sum(x => x * x));
            directions.Add([.. u.Select(x => x / length)]);
        }

        return [.. directions];
    }
}
