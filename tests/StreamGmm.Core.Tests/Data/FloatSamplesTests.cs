namespace StreamGmm.Core.Tests.Data;

public class FloatSamplesTests
{
    private static readonly float[] Values = [1, 2, 3, 4, 0.1f, 6];

    [Fact]
    public void They_are_made_from_flat_memory_and_from_tables() =>
        Assert.All([Samples.From(Values, 2), Samples.From(new float[,] { { 1, 2 }, { 3, 4 }, { 0.1f, 6 } })], samples =>
        {
            Assert.Equal("n = 3, D = 2", samples.ToString());
            Assert.Equal([3.0, 4], Row(samples, 1));
            Assert.Equal([0.1f, 6.0], Row(samples, 2));
        });

    [Fact]
    public void Flat_memory_is_borrowed_also_by_slices()
    {
        var values = Values.ToArray();
        var slice = Samples.From(values, 2).WithWeights(new double[] { 1, 2, 3 }).Slice(1, 2);
        values[2] = 30;
        Assert.Equal([30.0, 4], Row(slice, 0));
        Assert.True(slice.Features.AreFloats);
    }

    [Fact]
    public void Concatenated_with_doubles_they_are_the_same_numbers()
    {
        var both = Samples.Concat([Samples.From(Values, 2).WithLabels(new[] { 0, -1, 1 }), Samples.From([[7, 8]])]);
        Assert.Equal((4, 4.0), (both.Count, both.TotalWeight));
        Assert.Equal([0.1f, 6.0], Row(both, 2));
        Assert.Equal([7.0, 8], Row(both, 3));
        Assert.Equal([0, -1, 1, -1], both.Labels!.Value.ToArray());
        Assert.True(both.Slice(0, 3).HasSameRows(Samples.From(Values, 2).WithLabels(new[] { 0, -1, 1 })));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_value_that_is_no_finite_number_is_named(float value, string text)
    {
        var values = new float[15_000];
        values[(3 * 4321) + 2] = value;
        Assert.Equal($"Row 4321, column 2 is {text}: every value must be finite. Clean the row or leave it out.", Refusal.Of(() => Samples.From(values, 3)));
    }

    [Fact]
    public void The_largest_floats_are_taken() => Assert.Single(Samples.From(new[] { float.MaxValue, -float.MaxValue }, 2));

    [Fact]
    public void Values_that_do_not_make_whole_rows_are_refused() =>
        Assert.Equal("6 values are no whole number of rows of 4.", Refusal.Of(() => Samples.From(Values, 4)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(21)]
    public void A_tile_holds_the_columns_less_the_origin(int dimension)
    {
        foreach (var rows in new[] { 1, 8, 15, 16, 50 })
        {
            var values = Array.ConvertAll(new Draw(dimension).Normals((rows + 3) * dimension), x => (float)x);
            var origin = Array.ConvertAll(new Draw(rows).Normals(dimension), x => (double)(float)x);
            using var tile = new Tile<float>(dimension, rows);
            tile.Load(Samples.From(values, dimension), 3, rows, origin);
            Assert.Equal((rows + 15) / 16 * 16, tile.Count);
            for (var i = 0; i < tile.Count; i++)
            {
                Assert.Equal(i < rows ? 1f : 0f, tile.Weights[i]);
                for (var j = 0; j < dimension; j++)
                    Assert.Equal(i < rows ? values[((3 + i) * dimension) + j] - (float)origin[j] : 0f, tile.Values[(j * tile.Stride) + i]);
            }
        }
    }

    private static double[] Row(Samples samples, int index)
    {
        var row = new double[samples.Dimension];
        samples.CopyRow(index, row);
        return row;
    }
}
