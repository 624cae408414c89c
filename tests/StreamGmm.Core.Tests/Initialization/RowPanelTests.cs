namespace StreamGmm.Core.Tests.Initialization;

public sealed class RowPanelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_from_anywhere_stand_as_columns_less_the_origin(bool areFloats)
    {
        for (var dimension = 1; dimension <= 40; dimension++)
        {
            var draw = new Draw(dimension);
            const int All = 70;
            // Pinned, so that addresses can be compared.
            var (floats, values) = (GC.AllocateArray<float>(All * dimension, pinned: true), GC.AllocateArray<double>(All * dimension, pinned: true));
            for (var i = 0; i < values.Length; i++)
                values[i] = floats[i] = (float)draw.Normal();
            double[] origin = draw.Normals(dimension);
            var features = areFloats ? new Features(floats) : new Features(values);
            using var panel = new RowPanel(dimension);
            for (var count = 1; count <= RowPanel.MostRows; count++)
            {
                // Up to the very last row.
                int[] rows = [.. draw.Permutation(All - 1).Take(count - 1).Order(), All - 1];
                panel.Load(features, rows, [3, 60], origin);
                Assert.Equal(count > 8 ? 32 : 8, panel.Count);
                for (var i = 0; i < panel.Count; i++)
                {
                    for (var j = 0; j < dimension; j++)
                        Assert.Equal(values[(rows[Math.Min(i, count - 1)] * dimension) + j] - origin[j], panel.Values[(j * RowPanel.Stride) + i]);
                }

                Assert.Equal(57 * dimension * (areFloats ? sizeof(float) : sizeof(double)), panel.Coming[1] - panel.Coming[0]);
                Assert.True(panel.Lines * 64 > dimension * (areFloats ? sizeof(float) : sizeof(double)));
            }
        }
    }

    [Fact]
    public void Of_the_rows_that_come_next_those_of_a_panel_are_noted()
    {
        using var panel = new RowPanel(2);
        panel.Load(new Features(new double[200]), [0], [.. Enumerable.Range(1, 99)], [0, 0]);
        Assert.Equal(RowPanel.MostRows, panel.Coming.Length);
        panel.Load(new Features(new double[200]), [99], [], [0, 0]);
        Assert.True(panel.Coming.IsEmpty);
    }
}
