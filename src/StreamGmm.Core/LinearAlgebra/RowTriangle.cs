using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace StreamGmm;

/// <summary>The triangle R of a QR decomposition of many rows, which come one after another: all that a thin singular value decomposition needs of them.</summary>
/// <remarks>Blocks of rows are folded into R by Householder reflections (Golub and Van Loan, 5.2). Nothing is squared: small singular values keep their digits.</remarks>
internal sealed class RowTriangle(int columns)
{
    private const int BlockRows = 512;

    /// <summary>R, row after row, the lower half 0.</summary>
    private readonly double[] triangle = new double[columns * columns];

    /// <summary>Rows that wait, one column after another.</summary>
    private readonly double[] block = new double[columns * BlockRows];

    private int waiting;

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        for (var j = 0; j < columns; j++)
            block[(j * BlockRows) + waiting] = row[j];
        if (++waiting == BlockRows)
            Fold();
    }

    /// <summary>Σ ln |R_jj|: the logarithm of the volume that the columns span.</summary>
    public double LogVolume()
    {
        Fold();
        return Enumerable.Range(0, columns).Sum(j => Math.Log(Math.Abs(triangle[(j * columns) + j])));
    }

    /// <summary>The singular values of the rows, and the directions that belong to them.</summary>
    public Eigenpairs Decompose()
    {
        Fold();
        var found = Matrix<double>.Build.DenseOfRowMajor(columns, columns, triangle).Svd();
        return Eigenpairs.Ordered(found.S.ToArray(), i => found.VT.Row(i).ToArray());
    }

    private void Fold()
    {
        for (var j = 0; j < columns && waiting > 0; j++)
            Reflect(j);
        waiting = 0;
    }

    /// <summary>Turns what a column has below its place in R into that place.</summary>
    private void Reflect(int j)
    {
        var column = Waiting(j);
        var below = InnerProduct.Of(column, column);
        if (below == 0)
            return;
        ref var corner = ref triangle[(j * columns) + j];
        var length = Math.Sqrt((corner * corner) + below);
        var first = corner + (corner < 0 ? -length : length);
        var factor = 2 / ((first * first) + below);
        corner = corner < 0 ? length : -length;
        for (var l = j + 1; l < columns; l++)
        {
            ref var top = ref triangle[(j * columns) + l];
            var along = factor * ((first * top) + InnerProduct.Of(column, Waiting(l)));
            top -= along * first;
            TensorPrimitives.MultiplyAdd(column, -along, Waiting(l), Waiting(l));
        }
    }

    private Span<double> Waiting(int column) => block.AsSpan(column * BlockRows, waiting);
}
