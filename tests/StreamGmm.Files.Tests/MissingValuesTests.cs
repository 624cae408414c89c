using static StreamGmm.Files.Tests.Reading;

namespace StreamGmm.Files.Tests;

/// <summary>Cells without a value.</summary>
public class MissingValuesTests
{
    private static readonly ReadOptions Marginalize = new() { MissingValues = MissingValues.Marginalize };

    [Fact]
    public void Empty_cells_and_NaN_and_NA_are_missing_where_that_is_asked_for()
    {
        var read = Csv("a,b,name\n1,,x\n2,NaN,y\n3,na,z\nNA,4,\n", Marginalize);
        Assert.Equal(["a", "b"], read.Columns);
        Assert.Equal([1, double.NaN, 2, double.NaN, 3, double.NaN, double.NaN, 4], read.Values());
        Assert.True(read.Samples.HasMissing);
    }

    [Fact]
    public void A_column_that_begins_without_a_value_is_still_read()
    {
        Assert.Equal([double.NaN, 1, 2, 3], Csv("a,b\n,1\n2,3\n", Marginalize).Values());
        Assert.Equal(["b"], Csv("a,b\n,1\n2,3\n").Columns);
    }

    [Fact]
    public void What_is_no_number_and_not_missing_is_still_refused() => Assert.Equal(
        "x.csv: Row 2, column 'b' is 'n/a': every feature must be a finite number. Clean the row or leave the column out with --columns.",
        CsvError("a,b\n1,2\n3,n/a\n", Marginalize));

    [Fact]
    public void An_array_may_hold_NaN()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, [1, double.NaN, 3, 4], 2);
        stream.Position = 0;
        Assert.Equal([1, double.NaN, 3, 4], NpyFile.Read(stream, "x.npy", Marginalize).Values());
        stream.Position = 0;
        Assert.Contains("is 'NaN'", Error(() => NpyFile.Read(stream, "x.npy")), StringComparison.Ordinal);
        stream.SetLength(0);
        NpyFile.Write(stream, [1, double.PositiveInfinity], 2);
        stream.Position = 0;
        Assert.Contains("finite", Error(() => NpyFile.Read(stream, "x.npy", Marginalize)), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_missing_in_JSON()
    {
        using var stream = new MemoryStream("{\"a\":1,\"b\":2}\n{\"a\":null,\"b\":3}\n"u8.ToArray());
        using var rows = LiveRows.Open(stream, "x.ndjson", Marginalize)!;
        var all = new List<double>();
        while (rows.Read(10) is { } read)
            all.AddRange(read.Values());
        Assert.Equal([1, 2, double.NaN, 3], all);
    }
}
