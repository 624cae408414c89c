using System.Text;
using static StreamGmm.Files.Tests.Reading;
using static StreamGmm.Files.Tests.TemporaryFile;

namespace StreamGmm.Files.Tests;

public sealed class FileBlocksTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("streamgmm").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Files_of_every_format_are_blocks_in_ordinal_order()
    {
        Write("b.csv", "x,y\n1,2\n");
        Write("B.csv.gz", Gzip("x,y\n3,4\n"u8));
        Write("a.npy", Npy([5, 6]));
        Write("a.npy.gz", Gzip(Npy([7, 8])));
        var blocks = new FileBlocks(root, "*", new ReadOptions());
        Assert.Equal(["B.csv.gz?columns=x,y", "a.npy?columns=x,y", "a.npy.gz?columns=x,y", "b.csv?columns=x,y"], blocks.Blocks);
        Assert.Equal([1, 2], Opened(new FileBlocks(root, "b.*"), "b.csv"));
        Assert.Equal([3, 4], Opened(new FileBlocks(root, "*.gz"), "B.csv.gz"));
        Assert.Equal([5, 6, 7, 8], new FileBlocks(root, "*.npy*") is var arrays ? arrays.Blocks.SelectMany(block => Opened(arrays, block)) : []);
        Assert.Equal(["a.npy", "a.npy.gz"], new FileBlocks(root, "*.npy*").Blocks);
        Assert.Equal($"2 blocks in {root}, from a.npy to a.npy.gz", new FileBlocks(root, "*.npy*").ToString());
        Assert.Equal($"a.npy in {root}", new FileBlocks(root, "a.npy").ToString());
        Assert.Equal($"all files in {root}", FileBlocks.ByName(root).ToString());
    }

    [Theory]
    [InlineData("*.csv", "1.csv 10.csv 2.csv")]
    [InlineData("?.csv", "1.csv 2.csv")]
    [InlineData("1.csv", "1.csv")]
    [InlineData("*/*.csv", "a/1.csv a/b.csv")]
    [InlineData("**/1.csv", "1.csv a/1.csv a/c/1.csv")]
    [InlineData("a/**/*.csv", "a/1.csv a/b.csv a/c/1.csv")]
    [InlineData("a/c/*", "a/c/1.csv")]
    [InlineData("**/c/**/1.csv", "a/c/1.csv")]
    [InlineData(".*.csv", ".hidden.csv")]
    [InlineData(".git/*", ".git/1.csv")]
    public void A_pattern_stands_for_names_as_in_a_shell(string pattern, string expected)
    {
        foreach (var name in new[] { "1.csv", "10.csv", "2.csv", ".hidden.csv", ".git/1.csv", "a/1.csv", "a/b.csv", "a/c/1.csv" })
            Write(name, "1\n");
        var blocks = new FileBlocks(root, pattern);
        Assert.Equal(expected.Split(' '), blocks.Blocks);
        Assert.All(blocks.Blocks, block => Assert.Equal([1], Opened(blocks, block)));
        Assert.Equal(blocks.Blocks, FileBlocks.Glob($"{root}/{pattern}").Blocks.Select(block => Below(pattern, block)));
    }

    [SkippableFact]
    public void A_backslash_makes_a_wildcard_plain()
    {
        Skip.If(OperatingSystem.IsWindows(), "No name has a wildcard there.");
        Write("a*.csv", "1\n");
        Write("ab.csv", "2\n");
        Write("a[1]{2} ü.csv", "3\n");
        Assert.Equal(["a*.csv"], new FileBlocks(root, "a\\*.csv").Blocks);
        Assert.Equal(["a*.csv"], FileBlocks.Glob(root + "/a\\*.csv").Blocks);
        Assert.Equal(["a[1]{2} ü.csv"], FileBlocks.Glob(root + "/a[1]{2} ü.csv").Blocks);
    }

    [Fact]
    public void The_same_files_elsewhere_have_the_same_names()
    {
        Write("here/data/1.csv", "1\n");
        Write("there/mount/1.csv", "1\n");
        Assert.Equal(FileBlocks.Glob(root + "/here/data/*.csv").Blocks, FileBlocks.Glob(root + "/there/mount/*.csv").Blocks);
    }

    [Fact]
    public void No_file_is_told_with_where_was_looked()
    {
        Write("a.csv", "1\n");
        Assert.Equal(
            $"No file in '{root}' matches '*.npy'. '*' stands for any characters but a slash, and '**/' for any folders: check the pattern, and the letters' case.",
            Assert.Throws<FileNotFoundException>(() => new FileBlocks(root, "*.npy")).Message);
        Assert.Equal($"There is no folder '{root}/x' to look for '*.npy' in. Check the path.", Assert.Throws<DirectoryNotFoundException>(() => FileBlocks.Glob(root + "/x/*.npy")).Message);
        Assert.Equal($"'{root}/' is a folder: name the files in it, as '{root}/*.npy'. (Parameter 'path')", Assert.Throws<ArgumentException>(() => FileBlocks.Glob(root + "/")).Message);
    }

    [Theory]
    [InlineData("../secret.csv")]
    [InlineData("a/../../secret.csv")]
    [InlineData("./a.csv")]
    [InlineData("a//b.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("a.npy")]
    [InlineData("sub/a.csv")]
    [InlineData(".a.csv")]
    public void A_name_that_is_none_of_the_pattern_below_the_root_is_not_opened(string name)
    {
        Write("secret.csv", "1\n");
        Write("data/a.csv", "1\n");
        Write("data/a.npy", Npy([1]));
        Write("data/sub/a.csv", "1\n");
        Write("data/.a.csv", "1\n");
        var fault = Assert.Throws<FileNotFoundException>(() => new FileBlocks(root + "/data", "*.csv").Open(name, default));
        Assert.Equal($"'{name}' is not the name of a file that belongs to these blocks: such as 'a.csv' was expected.", fault.Message);
    }

    [Theory]
    [InlineData("../*.csv")]
    [InlineData("/elsewhere/*.csv")]
    [InlineData("a//*.csv")]
    public void A_pattern_that_leads_out_of_the_folder_is_refused(string pattern) => Assert.StartsWith(
        $"The pattern '{pattern}' does not stay in one folder: names of files and folders with '/' between them were expected. Give the folder as the root.",
        Assert.Throws<ArgumentException>(() => new FileBlocks(root, pattern)).Message);

    [Fact]
    public void A_file_that_came_later_is_opened()
    {
        Write("a.csv", "1\n");
        var blocks = new FileBlocks(root, "*.csv");
        Write("b.csv", "2\n");
        Assert.Equal([2], Opened(blocks, "b.csv"));
        Assert.Equal(["a.csv"], blocks.Blocks);
    }

    [Fact]
    public void Columns_are_found_by_the_names_of_the_first_file()
    {
        Write("a.csv", "name,x,y\nq,1,2\n");
        Write("b.csv", "y,z,x\n4,5,3\n");
        Write("c.csv", "x\n1\n");
        var blocks = new FileBlocks(root, "*.csv");
        Assert.Equal(["a.csv?columns=x,y", "b.csv?columns=x,y", "c.csv?columns=x,y"], blocks.Blocks);
        Assert.Equal([1, 2], Opened(blocks, blocks.Blocks[0]));
        Assert.Equal([3, 4], Opened(blocks, blocks.Blocks[1]));
        Assert.Equal("'c.csv' has no column 'y': its columns are 'x'. Name one of these.", Error(() => blocks.Open(blocks.Blocks[2], default)));
        Assert.Equal([5, 4], new FileBlocks(root, "*.csv", new ReadOptions { Columns = ["z", "y"] }) is var chosen ? Opened(chosen, chosen.Blocks[1]) : []);
        Assert.Equal([4, 3], new FileBlocks(root, "b.csv", new ReadOptions { FittedColumns = ["y", "x"] }) is var fitted ? Opened(fitted, fitted.Blocks[0]) : []);
    }

    [Fact]
    public void Weights_labels_and_missing_values_are_read()
    {
        Write("a.csv", "x,w,l\n1,2,0\n,1,\n");
        var blocks = new FileBlocks(root, "*.csv", new ReadOptions { Weights = "w", Labels = "l", MissingValues = MissingValues.Marginalize });
        Assert.Equal(["a.csv?columns=x&weights=w&labels=l&missing=marginalize"], blocks.Blocks);
        var samples = blocks.Open(blocks.Blocks[0], default);
        Assert.Equal([1, double.NaN], samples.Values());
        Assert.Equal([2, 1], samples.Weights!.Value.ToArray());
        Assert.Equal([0, -1], samples.Labels!.Value.ToArray());
    }

    [Fact]
    public void A_file_without_rows_is_no_block()
    {
        Write("a.npy", Npy([], 3));
        Assert.StartsWith("'a.npy' has shape (0, 3): at least one row and one column are needed.", Error(() => new FileBlocks(root, "*.npy").Open("a.npy", default)));
    }

    [Fact]
    public void What_is_wrong_with_the_first_file_is_told_at_once()
    {
        Write("a.csv", "x\n");
        Write("b.csv", "x\n1\n");
        Assert.StartsWith("'a.csv' has a header and no row", Error(() => _ = new FileBlocks(root, "*.csv")));
    }

    [Fact]
    public void A_read_can_be_cancelled()
    {
        Write("a.npy", Npy([1]));
        Assert.ThrowsAny<OperationCanceledException>(() => new FileBlocks(root, "*.npy").Open("a.npy", new CancellationToken(canceled: true)));
    }

    [SkippableFact]
    public void Links_that_lead_in_a_circle_are_not_followed_for_ever()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right there.");
        Write("a/1.csv", "1\n");
        Directory.CreateSymbolicLink(Path.Combine(root, "a", "again"), root);
        File.CreateSymbolicLink(Path.Combine(root, "a", "2.csv"), Path.Combine(root, "a", "1.csv"));
        Assert.Equal(["a/1.csv", "a/2.csv"], new FileBlocks(root, "**/*.csv").Blocks);
        Assert.Equal(["a/again/a/1.csv", "a/again/a/2.csv"], new FileBlocks(root, "a/again/a/*.csv").Blocks);
    }

    private static double[] Opened(FileBlocks blocks, string block) => blocks.Open(block, default).Values();

    /// <summary>The name below the root of the pattern, of a name below the folder before the first wildcard of it.</summary>
    private static string Below(string pattern, string block)
    {
        var wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        return pattern[..(pattern.AsSpan(0, wildcard < 0 ? pattern.Length : wildcard).LastIndexOf('/') + 1)] + block;
    }

    private static byte[] Npy(double[] values, int? columns = null)
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, values, columns ?? values.Length);
        return stream.ToArray();
    }

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
