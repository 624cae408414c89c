namespace StreamGmm.Cli.Tests.Commands;

public sealed class SampleTests : IDisposable
{
    private const string Plain = """{"format":"streamgmm.mixture","version":1,"shape":"diagonal","weights":[0.5,0.5],"means":[[0,10],[5,-10]],"covariances":[[1,2],[3,4]]}""";

    private readonly Folder folder = new();

    [Fact]
    public void The_header_is_that_of_the_model() => Assert.Equal("a,\"b,c\"", Lines(Plain.Replace("}", ",\"columns\":[\"a\",\"b,c\"]}", StringComparison.Ordinal), 3)[0]);

    [Fact]
    public void Without_names_the_header_numbers_the_axes() => Assert.Equal("x0,x1", Lines(Plain, 3)[0]);

    [Fact]
    public void Names_that_a_reader_would_take_for_numbers_are_no_header() =>
        Assert.Equal("x0,x1", Lines(Plain.Replace("}", ",\"columns\":[\"0\",\"1\"]}", StringComparison.Ordinal), 3)[0]);

    [Fact]
    public void The_same_seed_gives_the_same_rows()
    {
        Assert.Equal(Lines(Plain, 20, "7"), Lines(Plain, 20, "7"));
        Assert.NotEqual(Lines(Plain, 20, "7"), Lines(Plain, 20, "8"));
        Assert.Equal(Lines(Plain, 20, "7").Take(11), Lines(Plain, 10, "7"));
    }

    [Fact]
    public void Rows_read_back_as_the_very_samples()
    {
        var model = folder.Write("m.json", Plain);
        var data = folder.Write("data.csv", CommandLine.Run("sample", model, "-n", "20000", "--seed", "3").Done().Output);

        var (read, drawn) = (DataFile.Read(data).Samples, Gmm.Load(model).Sample(20000, 3));
        Assert.Equal(20000, read.Count);
        Assert.Equal(drawn.ToString(), read.ToString());
        var (a, b) = (new double[2], new double[2]);
        for (var i = 0; i < read.Count; i += 97)
        {
            read.CopyRow(i, a);
            drawn.CopyRow(i, b);
            Assert.Equal(b, a);
        }

        Assert.Equal(20001, CommandLine.Run("predict", model, data).Done().Lines.Length);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("many")]
    public void A_number_of_rows_that_cannot_be_drawn_is_refused(string count) =>
        CommandLine.Run("sample", folder.Write("m.json", Plain), "-n", count).Refused("-n is ");

    public void Dispose() => folder.Dispose();

    private string[] Lines(string model, int count, string seed = "1") =>
        CommandLine.Run("sample", folder.Write("m.json", model), "-n", count.ToString(System.Globalization.CultureInfo.InvariantCulture), "--seed", seed).Done().Lines;
}
