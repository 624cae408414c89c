using System.Text;
using static StreamGmm.Files.Tests.Reading;

namespace StreamGmm.Files.Tests;

public class CsvFileTests
{
    private static readonly double[] OneToFour = [1, 2, 3, 4];

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n\r\n \r\n")]
    [InlineData("\n\na,b\n1,2\n3,4\n\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n3, \"4\"\n")]
    [InlineData(" a , b\n 1,2 \n3,\t4\n")]
    [InlineData("a,b\n+1,2.0\n3e0,.4E1\n")]
    public void The_rows_under_a_header_are_read(string text)
    {
        var read = Csv(text);
        Assert.Equal(OneToFour, read.Values());
        Assert.Equal(["a", "b"], read.Columns);
        Assert.Empty(read.Skipped);
    }

    [Fact]
    public void Without_a_header_columns_are_called_by_number()
    {
        var read = Csv("1,2\n3,4\n");
        Assert.Equal(OneToFour, read.Values());
        Assert.Equal(["0", "1"], read.Columns);
    }

    [Fact]
    public void A_first_line_with_a_number_in_it_is_a_row()
    {
        var read = Csv("setosa,1,2\nvirginica,3,4\n");
        Assert.Equal(OneToFour, read.Values());
        Assert.Equal(["1", "2"], read.Columns);
        Assert.Equal(["0"], read.Skipped);
    }

    [Fact]
    public void Columns_of_text_are_skipped_and_named()
    {
        var read = Csv("a,species,b,note\n1,setosa,2,\n3,\"with, comma\",4,7\n");
        Assert.Equal(OneToFour, read.Values());
        Assert.Equal(["species", "note"], read.Skipped);
        Assert.Equal("n = 2, D = 2: a, b", read.ToString());
    }

    [Fact]
    public void A_column_without_a_name_is_called_by_its_number() => Assert.Equal(["0", "a"], Csv(",a\n1,2\n").Columns);

    [Fact]
    public void Columns_are_read_in_the_order_asked_for()
    {
        var read = Csv("a,b,c\n2,x,1\n4,y,3\n", new ReadOptions { Columns = ["c", "a"] });
        Assert.Equal(OneToFour, read.Values());
        Assert.Equal(["c", "a"], read.Columns);
        Assert.Empty(read.Skipped);
    }

    [Fact]
    public void Columns_without_a_header_are_asked_for_by_number() =>
        Assert.Equal(OneToFour, Csv("2,x,1\n4,y,3\n", new ReadOptions { Columns = ["2", "0"] }).Values());

    [Theory]
    [InlineData("b,c,a\n2,0,1\n4,0,3\n", "a,b")]
    [InlineData("1,2\n3,4\n", "a,b")]
    [InlineData("x,1,2\ny,3,4\n", "a,b")]
    [InlineData("2,0,1\n4,0,3\n", "2,0")]
    public void Columns_of_a_mixture_are_found_by_name_and_taken_in_order_where_there_are_none(string text, string fitted) =>
        Assert.Equal(OneToFour, Csv(text, new ReadOptions { FittedColumns = fitted.Split(',') }).Values());

    [Fact]
    public void Columns_asked_for_come_before_those_of_a_mixture() =>
        Assert.Equal(["b"], Csv("a,b\n1,2\n", new ReadOptions { Columns = ["b"], FittedColumns = ["a"] }).Columns);

    [Fact]
    public void Weights_and_labels_are_no_features()
    {
        var read = Csv("w,a,z,b\n0.5,1,-1,2\n0,3,7,4\n", new ReadOptions { Weights = "w", Labels = "z" });
        Assert.Equal(OneToFour, read.Values());
        Assert.Equal(["a", "b"], read.Columns);
        Assert.Empty(read.Skipped);
        Assert.Equal([0.5, 0], read.Samples.Weights!.Value.ToArray());
        Assert.Equal([-1, 7], read.Samples.Labels!.Value.ToArray());
    }

    [Fact]
    public void An_empty_label_is_no_label_and_a_whole_number_may_have_a_point() =>
        Assert.Equal([-1, 2, -1, 0], Csv("a,z\n1,\n2,2.0\n3,-1\n4,0\n", new ReadOptions { Labels = "z" }).Samples.Labels!.Value.ToArray());

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_byte_order_mark_is_no_part_of_the_first_name(string encoding)
    {
        var utf = Encoding.GetEncoding(encoding);
        using var stream = new MemoryStream([.. utf.GetPreamble(), .. utf.GetBytes("ä,b\n1,2\n3,4\n")]);
        var read = CsvFile.Read(stream, "x.csv");
        Assert.Equal(["ä", "b"], read.Columns);
        Assert.Equal(OneToFour, read.Values());
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Blocks_of_a_stream_are_the_rows_in_order()
    {
        using var stream = new MemoryStream("a,w\n1,1\n2,2\n3,3\n4,4\n5,5\n"u8.ToArray());
        var blocks = CsvFile.ReadBlocks(stream, "x.csv", new ReadOptions { Weights = "w" }, rowsPerBlock: 2).ToList();
        Assert.Equal([2, 2, 1], blocks.Select(b => b.Samples.Count));
        Assert.Equal([1, 2, 3, 4, 5], blocks.SelectMany(b => b.Values()));
        Assert.Equal([1, 2, 3, 4, 5], blocks.SelectMany(b => b.Samples.Weights!.Value.ToArray()));
    }

    [Fact]
    public void Blocks_before_a_bad_row_are_given()
    {
        using var stream = new MemoryStream("a\n1\n2\n3\n?\n"u8.ToArray());
        using var blocks = CsvFile.ReadBlocks(stream, "x.csv", rowsPerBlock: 2).GetEnumerator();
        Assert.True(blocks.MoveNext());
        Assert.Equal([1, 2], blocks.Current.Values());
        Assert.StartsWith("x.csv: Row 4, column 'a' is '?'", Error(() => blocks.MoveNext()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_read_stops() =>
        Assert.Throws<OperationCanceledException>(() => CsvFile.Read(new StringReader("1\n"), "x.csv", null, new CancellationToken(true)));

    [Fact]
    public void Rows_are_written_under_their_names()
    {
        var writer = new StringWriter();
        CsvFile.Write(writer, [0.1, -2, 1e-300, double.NegativeInfinity], 2, ["a", "b,c"]);
        CsvFile.Write(writer, [5, 6], 2);
        Assert.Equal("a,\"b,c\"\n0.1,-2\n1E-300,-Infinity\n5,6\n", writer.ToString());
    }

    [Fact]
    public void A_part_of_a_row_is_not_written()
    {
        var error = Assert.Throws<ArgumentException>(() => CsvFile.Write(new StringWriter(), [1, 2, 3], 2));
        Assert.StartsWith("3 values are no whole number of rows of 2.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => CsvFile.Write(new StringWriter(), [1, 2], 2, ["a"]));
        Assert.StartsWith("There are 1 names for 2 columns: each column needs one.", error.Message, StringComparison.Ordinal);
    }
}
