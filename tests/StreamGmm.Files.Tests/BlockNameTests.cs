using System.Text;
using static StreamGmm.Files.Tests.Reading;

namespace StreamGmm.Files.Tests;

/// <summary>What a name of a block says, and that nothing but files below the root is opened by one.</summary>
public sealed class BlockNameTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("streamgmm").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_machine_that_has_the_files_elsewhere_reads_the_same_by_the_names_alone()
    {
        Write("here/data/1.csv", "x,w,l,y\n1,2,0,3\n,1,,4\n");
        Write("there/data/1.csv", "x,w,l,y\n1,2,0,3\n,1,,4\n");
        var here = new FileBlocks(root + "/here", "data/*.csv", new ReadOptions { Columns = ["y", "x"], Weights = "w", Labels = "l", MissingValues = MissingValues.Marginalize });
        Assert.Equal(["data/1.csv?columns=y,x&weights=w&labels=l&missing=marginalize"], here.Blocks);
        var samples = FileBlocks.ByName(root + "/there").Open(here.Blocks[0], default);
        Assert.Equal([3, 1, 4, double.NaN], samples.Values());
        Assert.Equal([2, 1], samples.Weights!.Value.ToArray());
        Assert.Equal([0, -1], samples.Labels!.Value.ToArray());
    }

    [SkippableFact]
    public void Names_with_signs_of_their_own_are_found_again()
    {
        Skip.If(OperatingSystem.IsWindows(), "No name has such signs there.");
        Write("50%?a&b=c.csv", "\"x,1\",y&z,50%,ü?\n1,2,3,4\n");
        var blocks = new FileBlocks(root, "*.csv", new ReadOptions { Weights = "50%" });
        Assert.Equal(["50%25%3Fa&b=c.csv?columns=x%2C1,y%26z,%C3%BC%3F&weights=50%25"], blocks.Blocks);
        Assert.Equal([1, 2, 4], FileBlocks.ByName(root).Open(blocks.Blocks[0], default).Values());
    }

    [Fact]
    public void An_array_is_cut_into_blocks_of_rows()
    {
        WriteNpy("a.npy", [.. Enumerable.Range(0, 14).Select(i => (double)i)], 2);
        WriteNpy("b.npy", [20, 21, 22, 23, 24, 25], 2);
        Write("c.csv", "1,2\n3,4\n5,6\n7,8\n");
        var blocks = new FileBlocks(root, "*", rowsPerBlock: 3);
        Assert.Equal(["a.npy?rows=0-3", "a.npy?rows=3-6", "a.npy?rows=6-7", "b.npy", "c.csv"], blocks.Blocks);
        Assert.Equal($"5 blocks in {root}, from a.npy?rows=0-3 to c.csv", blocks.ToString());
        Assert.Equal([0, 1, 2, 3, 4, 5], blocks.Open("a.npy?rows=0-3", default).Values());
        Assert.Equal([6, 7, 8, 9, 10, 11], FileBlocks.ByName(root).Open("a.npy?rows=3-6", default).Values());
        Assert.Equal([12, 13], blocks.Open("a.npy?rows=6-7", default).Values());
        Assert.Equal([9, 11], blocks.Open("a.npy?columns=1&rows=4-6", default).Values());
        Assert.Equal(7, new FileBlocks(root, "a.npy", rowsPerBlock: 1).Blocks.Count);
        Assert.Equal(["a.npy"], new FileBlocks(root, "a.npy", rowsPerBlock: 7).Blocks);
    }

    [Fact]
    public void An_array_of_singles_is_cut_too()
    {
        var whole = new MemoryStream();
        NpyFile.Write(whole, [0, 0, 0, 0], 2);
        var header = Encoding.ASCII.GetString(whole.ToArray()[..128]).Length;
        byte[] bytes = [.. Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(whole.ToArray()[..header]).Replace("<f8", "<f4", StringComparison.Ordinal)), .. new float[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(Path.Combine(root, "f.npy"), bytes);
        Assert.Equal([3, 4], new FileBlocks(root, "f.npy", rowsPerBlock: 1) is var blocks ? blocks.Open(blocks.Blocks[1], default).Values() : []);
    }

    [Theory]
    [InlineData("a.npy?rows=2-5", "'a.npy' has 4 rows: 5 at least were expected, as rows 3 to 5 are a block. Keep the file as it was when the blocks were made.")]
    [InlineData("a.csv?rows=0-1", "'a.csv' is asked for some of its rows: that is possible with .npy only. Read it as a whole.")]
    [InlineData("a.csv?columns=z", "'a.csv' has no column 'z'")]
    public void What_the_file_does_not_have_is_told(string name, string message)
    {
        WriteNpy("a.npy", [1, 2, 3, 4], 1);
        Write("a.csv", "x\n1\n");
        Assert.StartsWith(message, Error(() => FileBlocks.ByName(root).Open(name, default)));
    }

    [Theory]
    [InlineData("rows=1")]
    [InlineData("rows=3-3")]
    [InlineData("rows=-1-3")]
    [InlineData("rows=0-99999999999999999999")]
    [InlineData("rows=0-1-2")]
    [InlineData("columns=")]
    [InlineData("columns")]
    [InlineData("weights=w&weights=w")]
    [InlineData("missing=refuse")]
    [InlineData("kind=x")]
    [InlineData("")]
    public void A_name_that_says_something_else_is_refused(string how)
    {
        WriteNpy("a.npy", [1, 2, 3, 4], 1);
        var fault = Assert.Throws<FormatException>(() => FileBlocks.ByName(root).Open($"a.npy?{how}", default));
        Assert.StartsWith($"The name of block 'a.npy?{how}' has '{how.Split('&')[^1]}': columns=, weights=, labels=, missing=marginalize or rows=FIRST-END was expected, each once.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret.csv")]
    [InlineData("%2E%2E/secret.csv")]
    [InlineData("sub/../../secret.csv")]
    [InlineData("./a.csv")]
    [InlineData("sub//a.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("sub/")]
    [InlineData("a.csv%00")]
    public void A_name_that_leads_out_of_the_root_is_not_opened(string name)
    {
        Write("secret.csv", "1\n");
        Write("data/a.csv", "1\n");
        Write("data/sub/a.csv", "1\n");
        var fault = Assert.Throws<FileNotFoundException>(() => FileBlocks.ByName(root + "/data").Open(name, default));
        Assert.EndsWith($"is not the name of a file below '{root}/data': names of files and folders with '/' between them were expected.", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_link_that_leads_out_of_the_root_is_not_opened()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there.");
        Write("secret.csv", "1\n");
        Write("data-2/secret.csv", "1\n");
        Write("data/sub/a.csv", "2\n");
        File.CreateSymbolicLink(root + "/data/out.csv", root + "/secret.csv");
        File.CreateSymbolicLink(root + "/data/up.csv", "../secret.csv");
        File.CreateSymbolicLink(root + "/data/again.csv", "up.csv");
        Directory.CreateSymbolicLink(root + "/data/folder", "../data-2");
        Directory.CreateSymbolicLink(root + "/data/home", "sub");
        File.CreateSymbolicLink(root + "/data/crooked.csv", "home/../../secret.csv");
        File.CreateSymbolicLink(root + "/data/in.csv", "home/a.csv");
        Directory.CreateSymbolicLink(root + "/mount", "data");
        foreach (var at in new[] { "/data", "/mount" })
        {
            var blocks = FileBlocks.ByName(root + at);
            foreach (var name in new[] { "out.csv", "up.csv", "again.csv", "folder/secret.csv", "crooked.csv" })
                Assert.Equal($"'{name}' is a link that leads out of '{root}{at}': nothing outside is opened. Choose a root that has the file below it.", Assert.Throws<FileNotFoundException>(() => blocks.Open(name, default)).Message);
            foreach (var name in new[] { "in.csv", "home/a.csv", "sub/a.csv" })
                Assert.Equal([2], blocks.Open(name, default).Values());
        }

        Assert.Equal([2], FileBlocks.ByName("/").Open((root + "/data/sub/a.csv")[1..], default).Values());

        // Whoever lists his own files may have links among them.
        Assert.Equal([1], new FileBlocks(root + "/data", "out.csv").Open("out.csv", default).Values());
    }

    [SkippableFact]
    public void Links_in_a_circle_are_a_fault()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there.");
        File.CreateSymbolicLink(root + "/a", "b");
        File.CreateSymbolicLink(root + "/b", "a");
        Assert.Equal($"The links of '{root}/a' lead in a circle.", Assert.Throws<IOException>(() => FileBlocks.ByName(root).Open("a", default)).Message);
    }

    [Fact]
    public void A_file_that_is_not_mounted_is_told_with_the_root()
    {
        Assert.StartsWith($"There is no file 'data/a.npy' below '{root}': every worker needs all files", Assert.Throws<FileNotFoundException>(() => FileBlocks.ByName(root).Open("data/a.npy?rows=0-5", default)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"There is no folder '{root}/none'", Assert.Throws<DirectoryNotFoundException>(() => FileBlocks.ByName(root + "/none")).Message, StringComparison.Ordinal);
        Assert.Empty(FileBlocks.ByName(root).Blocks);
    }

    private void WriteNpy(string name, double[] values, int columns)
    {
        using var stream = File.Create(Path.Combine(root, name));
        NpyFile.Write(stream, values, columns);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
