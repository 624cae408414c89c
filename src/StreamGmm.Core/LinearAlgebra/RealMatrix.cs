using System.Collections;
using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>An immutable row-major matrix of doubles, equal by value.</summary>
/// <remarks>Written <c>RealMatrix m = [[1, 2], [3, 4]];</c>: a collection of its rows.</remarks>
[CollectionBuilder(typeof(RealMatrix), nameof(Create))]
public sealed class RealMatrix : IEquatable<RealMatrix>, IReadOnlyList<RealVector>
{
    private readonly double[] values;

    private RealMatrix(int rows, int columns, double[] values) => (Rows, Columns, this.values) = (rows, columns, values);

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The element in <paramref name="row"/> and <paramref name="column"/>, both from 0.</summary>
    public double this[int row, int column] => Row(row)[column];

    /// <summary>The elements of <paramref name="row"/>, copied; <see cref="Row"/> does not copy.</summary>
    public RealVector this[int row] => RealVector.Create(Row(row));

    int IReadOnlyCollection<RealVector>.Count => Rows;

    /// <summary>A matrix of the given rows, which must be equally long.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static RealMatrix Create(ReadOnlySpan<RealVector> rows)
    {
        var columns = rows.IsEmpty ? 0 : rows[0].Length;
        var values = new double[rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != columns)
                throw new ArgumentException($"Row {i} has {rows[i].Length} elements, row 0 has {columns}: the rows of a matrix are equally long.", nameof(rows));
            rows[i].AsSpan().CopyTo(values.AsSpan(i * columns));
        }

        return new RealMatrix(rows.Length, columns, values);
    }

    /// <summary>A matrix of the rows of a list or of any other sequence, which must be equally long.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static RealMatrix Create(IEnumerable<RealVector> rows) => Create(rows.ToArray().AsSpan());

    /// <summary>A matrix that copies a two-dimensional array.</summary>
    public static RealMatrix Create(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new double[values.Length];
        Buffer.BlockCopy(values, 0, copy, 0, Buffer.ByteLength(values));
        return new RealMatrix(values.GetLength(0), values.GetLength(1), copy);
    }

    /// <summary>A matrix that copies <paramref name="values"/>, row after row.</summary>
    /// <exception cref="ArgumentException">There are not rows × columns values.</exception>
    public static RealMatrix Create(int rows, int columns, ReadOnlySpan<double> values) =>
        values.Length == rows * columns
            ? new RealMatrix(rows, columns, values.ToArray())
            : throw new ArgumentException($"{values.Length} values do not fill a {rows} × {columns} matrix.", nameof(values));

    /// <summary>A matrix of zeros that <paramref name="fill"/> writes into, row after row, before it is sealed.</summary>
    public static RealMatrix Create(int rows, int columns, Action<Span<double>> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var values = new double[checked(rows * columns)];
        fill(values);
        return new RealMatrix(rows, columns, values);
    }

    /// <summary>The elements of <paramref name="row"/>, without copying.</summary>
    public ReadOnlySpan<double> Row(int row) => (uint)row < (uint)Rows
        ? values.AsSpan(row * Columns, Columns)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"The matrix has {Rows} rows.");

    /// <summary>All elements, row after row, without copying.</summary>
    public ReadOnlySpan<double> AsSpan() => values;

    /// <inheritdoc/>
    public bool Equals(RealMatrix? other) =>
        other is not null && Rows == other.Rows && Columns == other.Columns && AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RealMatrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows, Columns, RealVector.Hash(values));

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", this)}]";

    /// <summary>The rows, each copied.</summary>
    public IEnumerator<RealVector> GetEnumerator()
    {
        for (var i = 0; i < Rows; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
