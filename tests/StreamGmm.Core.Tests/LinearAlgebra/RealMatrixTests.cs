namespace StreamGmm.Core.Tests.LinearAlgebra;

public class RealMatrixTests
{
    private static readonly RealMatrix Matrix = [[1, 2, 3], [4, 5, 6]];

    [Fact]
    public void It_is_written_as_a_collection_of_rows()
    {
        Assert.Equal((2, 3), (Matrix.Rows, Matrix.Columns));
        Assert.Equal(6, Matrix[1, 2]);
        Assert.Equal([4.0, 5, 6], Matrix.Row(1).ToArray());
        Assert.Equal([1.0, 2, 3, 4, 5, 6], Matrix.AsSpan().ToArray());
        Assert.Equal([[1, 2, 3], [4, 5, 6]], Matrix.ToArray());
        Assert.Equal("[[1, 2, 3], [4, 5, 6]]", Matrix.ToString());
    }

    [Fact]
    public void It_is_made_of_a_two_dimensional_array() =>
        Assert.Equal(Matrix, RealMatrix.Create(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }));

    [Fact]
    public void It_is_made_of_any_sequence_of_rows()
    {
        Assert.Equal(Matrix, RealMatrix.Create(Matrix.Where(_ => true)));
        Assert.Equal(Matrix, RealMatrix.Create(new RealVector[] { [1, 2, 3], [4, 5, 6] }));
        RealVector[] ragged = [[1, 2], [3]];
        Assert.Equal("Row 1 has 1 elements, row 0 has 2: the rows of a matrix are equally long.", Refusal.Of(() => RealMatrix.Create(ragged.Where(_ => true))));
    }

    [Fact]
    public void It_is_a_list_of_its_rows()
    {
        IReadOnlyList<RealVector> rows = Matrix;
        Assert.Equal(2, rows.Count);
        Assert.Equal([4, 5, 6], rows[1]);
        Assert.Equal(Matrix[0], rows[0]);
    }

    [Fact]
    public void It_is_equal_by_value()
    {
        var same = RealMatrix.Create(2, 3, [1, 2, 3, 4, 5, 6]);
        Assert.Equal(Matrix, same);
        Assert.Equal(Matrix.GetHashCode(), same.GetHashCode());
        Assert.True(Matrix.Equals((object)same));
        Assert.NotEqual(Matrix, RealMatrix.Create(3, 2, [1, 2, 3, 4, 5, 6]));
        Assert.NotEqual(Matrix, RealMatrix.Create(2, 3, [1, 2, 3, 4, 5, 7]));
        Assert.False(Matrix.Equals(null));
    }

    [Fact]
    public void Rows_of_different_length_are_refused() => Assert.Equal(
        "Row 1 has 1 elements, row 0 has 2: the rows of a matrix are equally long.",
        Refusal.Of(() => { RealMatrix unused = [[1, 2], [3]]; }));

    [Fact]
    public void A_wrong_number_of_values_is_refused() => Assert.Equal(
        "5 values do not fill a 2 × 3 matrix.",
        Refusal.Of(() => RealMatrix.Create(2, 3, [1, 2, 3, 4, 5])));

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void There_is_nothing_beyond_its_rows(int row)
    {
        Assert.StartsWith("The matrix has 2 rows.", Refusal.Of<ArgumentOutOfRangeException>(() => Matrix.Row(row)), StringComparison.Ordinal);
        Assert.StartsWith("The matrix has 2 rows.", Refusal.Of<ArgumentOutOfRangeException>(() => Matrix[row]), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_nothing_beyond_its_columns() => Assert.Throws<IndexOutOfRangeException>(() => Matrix[0, 3]);
}
