using System.Text;
using static StreamGmm.Files.Tests.Reading;
using static StreamGmm.Files.Tests.TemporaryFile;

namespace StreamGmm.Files.Tests;

public class DataFileTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");

    [Fact]
    public void Iris_is_read_with_its_species_as_labels()
    {
        var read = DataFile.Read(Path.Combine(Data, "iris.csv"), new ReadOptions { Labels = "species" });
        Assert.Equal("n = 150, D = 4: sepal_length, sepal_width, petal_length, petal_width", read.ToString());
        Assert.Equal([5.1, 3.5, 1.4, 0.2], read.Values()[..4]);
        Assert.Equal([0, 1, 2], read.Samples.Labels!.Value.ToArray().Distinct());
    }

    [Fact]
    public void A_compressed_table_is_read()
    {
        var read = DataFile.Read(Path.Combine(Data, "digits_pca99w.csv.gz"));
        Assert.Equal((1797, 42), (read.Samples.Count, read.Samples.Dimension));
        Assert.Equal("label", read.Columns[^1]);
    }

    [Theory]
    [InlineData("x.csv", false)]
    [InlineData("x.txt", false)]
    [InlineData("x.csv.gz", true)]
    [InlineData("X.CSV.GZ", true)]
    public void Csv_is_read_by_any_other_name_packed_or_not(string name, bool packed)
    {
        using var file = new TemporaryFile(name, packed ? Gzip("1,2\n3,4\n"u8) : "1,2\n3,4\n"u8);
        Assert.Equal([1, 2, 3, 4], DataFile.Read(file.Path).Values());
    }

    [Theory]
    [InlineData("x.npy", false)]
    [InlineData("x.NPY", false)]
    [InlineData("x.npy.gz", true)]
    public void Npy_is_read_packed_or_not(string name, bool packed)
    {
        var values = Enumerable.Range(0, 300_000).Select(i => (double)i).ToArray();
        using var stream = new MemoryStream();
        NpyFile.Write(stream, values, 3);
        using var file = new TemporaryFile(name, packed ? Gzip(stream.ToArray()) : stream.ToArray());
        Assert.Equal(values, DataFile.Read(file.Path).Values());
        Assert.Equal(values, DataFile.ReadBlocks(file.Path, rowsPerBlock: 33_333).SelectMany(b => b.Values()));
    }

    [Fact]
    public void Blocks_are_the_rows_of_the_whole()
    {
        var path = Path.Combine(Data, "digits_pca99w.csv.gz");
        var options = new ReadOptions { Labels = "label" };
        var whole = DataFile.Read(path, options);
        var blocks = DataFile.ReadBlocks(path, options, rowsPerBlock: 500).ToList();
        Assert.Equal([500, 500, 500, 297], blocks.Select(b => b.Samples.Count));
        Assert.Equal(whole.Values(), blocks.SelectMany(b => b.Values()));
        Assert.Equal(whole.Samples.Labels!.Value.ToArray(), blocks.SelectMany(b => b.Samples.Labels!.Value.ToArray()));
        Assert.All(blocks, b => Assert.Equal(whole.Columns, b.Columns));
    }

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x.npy")]
    public void Blocks_can_be_read_again_and_are_the_blocks_of_a_fit(string name)
    {
        using var bytes = new MemoryStream();
        double[] values = [.. Enumerable.Range(0, 300).Select(i => (i % 7) + (i % 2 * 5.0))];
        if (name.EndsWith(".npy", StringComparison.Ordinal))
            NpyFile.Write(bytes, values, 1);
        else
            bytes.Write(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', values)));
        using var file = new TemporaryFile(name, bytes.ToArray());
        var blocks = DataFile.ReadBlocks(file.Path, rowsPerBlock: 70);
        Assert.Equal(values, blocks.SelectMany(b => b.Values()));
        Assert.Equal([70, 70, 70, 70, 20], blocks.Select(b => b.Samples.Count));

        var start = new GaussianMixture([0.5, 0.5], [[3], [8]], new Covariances.Spherical([4, 4]));
        IEnumerable<Samples> Blocks() => blocks.Select(b => b.Samples);
        var fit = BlockEm.Iterate(BlockEm.Start(start, Blocks), Blocks).Last();
        Assert.Equal((EmStatus.Converged, 5), (fit.Status, fit.Blocks));
        Assert.Equal(EStep.Expect(fit.Mixture, DataFile.Read(file.Path).Samples, [0]).MeanLogLikelihood, fit.FreeEnergy, 1e-12);
    }

    [Fact]
    public void A_block_has_at_least_one_row() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DataFile.ReadBlocks("x.csv", rowsPerBlock: 0));

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var path = Path.Combine(Data, "absent.csv");
        var error = Assert.Throws<FileNotFoundException>(() => DataFile.Read(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_directory_is_no_file()
    {
        var error = Assert.Throws<UnauthorizedAccessException>(() => DataFile.Read(Data));
        Assert.Contains(Data, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("x.csv.gz")]
    [InlineData("x.npy.gz")]
    public void A_file_that_is_no_gzip_is_refused(string name)
    {
        using var file = new TemporaryFile(name, "1,2\n3,4\n");
        Assert.Equal(Broken(name), Error(() => DataFile.Read(file.Path)));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(20_000)]
    public void A_gzip_file_cut_off_anywhere_is_refused(int rows)
    {
        var text = string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{i * 17 % 1009}\n"));
        var packed = Gzip(Encoding.ASCII.GetBytes(text));
        var step = Math.Max(1, packed.Length / 200);
        for (var length = packed.Length - 1; length > 0; length -= length > packed.Length - 20 || length < 40 ? 1 : step)
        {
            using var file = new TemporaryFile("x.csv.gz", packed.AsSpan(0, length));
            Assert.Equal(Broken("x.csv.gz"), Error(() => DataFile.Read(file.Path)));
        }
    }

    [Fact]
    public void Gzip_files_one_after_the_other_are_one_file()
    {
        using var file = new TemporaryFile("x.csv.gz", [.. Gzip("1,2\n"u8), .. Gzip("3,4\n"u8)]);
        Assert.Equal([1, 2, 3, 4], DataFile.Read(file.Path).Values());
    }

    [Fact]
    public void A_damaged_gzip_file_is_refused()
    {
        var packed = Gzip("1,2\n3,4\n"u8);
        packed[^5] ^= 1;
        using var file = new TemporaryFile("x.csv.gz", packed);
        Assert.Equal(Broken("x.csv.gz"), Error(() => DataFile.Read(file.Path)));
    }

    [Fact]
    public void A_packed_array_that_is_cut_off_is_refused()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, [1, 2, 3, 4, 5, 6], 2);
        using var file = new TemporaryFile("x.npy.gz", Gzip(stream.ToArray().AsSpan(0, 128 + 44)));
        Assert.Equal("'x.npy.gz' ends after 44 of 48 bytes of data: it is cut off. Copy it or save it again.", Error(() => DataFile.Read(file.Path)));
    }

    [Fact]
    public void The_file_is_closed_when_the_enumeration_is_left()
    {
        using var file = new TemporaryFile("x.csv", "1\n2\n3\n");
        foreach (var block in DataFile.ReadBlocks(file.Path, rowsPerBlock: 1))
        {
            Assert.Equal([1], block.Values());
            break;
        }

        using var exclusive = new FileStream(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private static string Broken(string name) =>
        $"'{name}' is no whole gzip file: it is damaged, cut off, or not compressed at all. Copy it again, or take .gz off its name.";
}
