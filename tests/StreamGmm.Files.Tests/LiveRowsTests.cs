using System.Text;

namespace StreamGmm.Files.Tests;

public class LiveRowsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("x,y\n1,2\n", "3,4\n", "5,6\n")]
    [InlineData("1,2\r\n", "3,4\r\n", "5,6\r\n")]
    [InlineData("{\"x\":1,\"y\":2}\n", "{\"x\":3,\"y\":4}\n", "\n {\"y\":6,\"x\":5}\n")]
    [InlineData("[1,2]\n", "[3,4]\n", "[5,6]\n")]
    public async Task A_row_is_there_as_soon_as_its_line_is_complete(params string[] lines)
    {
        using var pipe = new Pipe();
        pipe.Write(lines[0]);
        using var rows = await Soon(() => LiveRows.Open(pipe, "x")!);
        Assert.Equal(Pair(1, 2), await Soon(() => rows.Read(10)!.Values()));
        Assert.Equal(1, rows.Position);
        pipe.Write(lines[1]);
        Assert.Equal(Pair(3, 4), await Soon(() => rows.Read(10)!.Values()));

        var waiting = Task.Run(() => rows.Read(10));
        pipe.Write(lines[2][..^3]);
        Assert.False(waiting.IsCompleted);
        pipe.Write(lines[2][^3..]);
        Assert.Equal(Pair(5, 6), (await waiting.WaitAsync(Limit))!.Values());
        pipe.Finish();
        Assert.Null(await Soon(() => rows.Read(10)));
        Assert.Equal(3, rows.Position);
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,4\n5,6\n")]
    [InlineData("1,2\r\n3,4\r\n5,6")]
    [InlineData("\uFEFF\n\n x,y\n1,2\n3,4\n5,6\n\n \n")]
    [InlineData("x,note,y\n1,\"a\nb\"\"\n\",2\n3,\"\",4\n\"5\",\"\n\",6\n")]
    [InlineData("{\"x\":1,\"y\":2}\n{\"y\":4,\"more\":{\"x\":[9]},\"x\":3}\n{\"x\":5.0,\"y\":60e-1}")]
    [InlineData("\uFEFF [1,2]\r\n\r\n[ 3 , 4 ]\r\n[5,6]\r\n")]
    public void However_the_text_arrives_the_rows_are_the_same(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length; size++)
        {
            foreach (var most in (int[])[1, 2, 10])
            {
                using var pipe = Pipe.Of(bytes, size);
                using var rows = LiveRows.Open(pipe, "x")!;
                Assert.Equal([1, 2, 3, 4, 5, 6], All(rows, most));
                Assert.Equal(3, rows.Position);
            }
        }
    }

    [Fact]
    public void Fields_are_columns_with_names()
    {
        var options = new ReadOptions { Weights = "w", Labels = "z" };
        using var rows = Open("{\"x\":1,\"who\":\"a\",\"w\":0.5,\"z\":2,\"°\":3}\n{\"w\":2,\"z\":null,\"\\u00b0\":5,\"x\":4}\n{\"w\":2,\"°\":7,\"x\":6}\n", options);
        var read = rows.Read(10)!;
        Assert.Equal(["x", "°"], rows.Columns);
        Assert.Equal(["who"], rows.Skipped);
        Assert.Equal([1, 3, 4, 5, 6, 7], read.Values());
        Assert.Equal([0.5, 2, 2], read.Weights!.Value.ToArray());
        Assert.Equal([2, -1, -1], read.Labels!.Value.ToArray());
    }

    [Fact]
    public void Places_of_an_array_are_columns_with_numbers()
    {
        using var rows = Open("[9,\"a\",1]\n[8,null,2]\n", new ReadOptions { Columns = ["2", "0"] });
        Assert.Equal([1, 9, 2, 8], rows.Read(10)!.Values());
        Assert.Equal(["2", "0"], rows.Columns);
    }

    [Theory]
    [InlineData("{\"x\":1,\"y\":\"a\"}", "Row 2, column 'y' is '\"a\"': every feature must be a finite number.")]
    [InlineData("{\"x\":1,\"y\":null}", "Row 2, column 'y' is 'null'")]
    [InlineData("{\"x\":1,\"y\":1e999}", "Row 2, column 'y' is '1e999'")]
    [InlineData("{\"x\":1,\"y\":-1e150}", "Row 2, column 'y' is '-1e150': every feature must be below 1e150")]
    [InlineData("{\"x\":1,\"y\":[2]}", "Row 2, column 'y' is '[2]'")]
    [InlineData("{\"x\":1}", "Row 2 has no 'y': every object must have the fields that are read.")]
    [InlineData("{\"x\":1,\"y\":2,\"x\":1}", "Row 2 has 'x' twice")]
    [InlineData("[1,2]", "Row 2 is an array, the first an object")]
    [InlineData("3,4", "Row 2 is '3,4': a whole JSON object or array was expected on each line.")]
    [InlineData("{\"x\":1,\"y\":2", "Row 2 is '{\"x\":1,\"y\":2': a whole JSON object")]
    [InlineData("{\"x\":1,\"y\":2}{", "Row 2 is '{\"x\":1,\"y\":2}{'")]
    [InlineData("{\"x\":1,\"y\":NaN}", "Row 2 is '{\"x\":1,\"y\":NaN}'")]
    public void A_bad_object_is_named_and_may_be_passed_over(string line, string message)
    {
        var text = $"{{\"x\":1,\"y\":2}}\n{line}\n{{\"x\":3,\"y\":4}}\n";
        using var rows = Open(text);
        Assert.Equal([1, 2], rows.Read(10)!.Values());
        Assert.Equal(1, rows.Position);
        Assert.StartsWith($"x: {message}", Reading.Error(() => rows.Read(10)), StringComparison.Ordinal);

        var told = new List<string>();
        using var others = LiveRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x", null, fault => told.Add(fault.Message))!;
        Assert.Equal([1, 2, 3, 4], All(others, 10));
        Assert.Equal(3, others.Position);
        Assert.StartsWith($"x: {message}", Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n/a,2", "Row 2, column 'x' is 'n/a'")]
    [InlineData("1,2,3", "Row 2 has 3 cells, the header has 2")]
    [InlineData("1", "Row 2 has 1 cell,")]
    [InlineData("1,1e150", "Row 2, column 'y' is '1e150'")]
    public void A_bad_line_is_named_and_may_be_passed_over(string line, string message)
    {
        var text = $"x,y\n1,2\n{line}\n3,4\n";
        using var rows = Open(text);
        Assert.Equal([1, 2], rows.Read(10)!.Values());
        Assert.Equal(1, rows.Position);
        Assert.StartsWith($"x: {message}", Reading.Error(() => rows.Read(10)), StringComparison.Ordinal);

        var told = new List<string>();
        using var others = LiveRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x", null, fault => told.Add(fault.Message))!;
        Assert.Equal([1, 2, 3, 4], All(others, 10));
        Assert.Equal(3, others.Position);
        Assert.StartsWith($"x: {message}", Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[3,4,5]", "Row 2 has 3 values, the first row has 2")]
    [InlineData("[3]", "Row 2 has 1 values")]
    [InlineData("{\"x\":3}", "Row 2 is an object, the first an array")]
    public void A_bad_array_is_named(string line, string message)
    {
        using var rows = Open($"[1,2]\n{line}\n");
        Assert.NotNull(rows.Read(10));
        Assert.StartsWith($"x: {message}", Reading.Error(() => rows.Read(10)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"x\":1,\n\"y\":2}\n", "x: Row 1 is '{\"x\":1,': a whole JSON object or array was expected on each line")]
    [InlineData("{}\n", "'x' has no numeric column")]
    [InlineData("[]\n", "'x' has no numeric column")]
    [InlineData("{\"x\":\"a\"}\n", "'x' has no numeric column")]
    [InlineData("x,x\n1,2\n", "x: The header names column 'x' twice")]
    [InlineData("x,y\n1,\"2\n3,4\n", "x: Row 1 has a quote out of place or never closed")]
    [InlineData("\u001F\u008B", "'x' is compressed by gzip")]
    public void What_does_not_begin_with_a_row_is_refused(string text, string message) =>
        Assert.StartsWith(message, Reading.Error(() => LiveRows.Open(new MemoryStream(Encoding.Latin1.GetBytes(text)), "x")), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("x,y\n")]
    [InlineData("x,y")]
    public void Where_there_is_no_row_there_are_no_rows(string text) => Assert.Null(LiveRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x"));

    [Fact]
    public void Text_of_two_bytes_a_character_is_refused() => Assert.StartsWith(
        "'x' is UTF-16 text: UTF-8 was expected.",
        Reading.Error(() => LiveRows.Open(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("1,2\n")]), "x")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("x.csv", "{a,b}\n1,2\n3,4\n")]
    [InlineData("x.txt", "1,2\n3,4\n")]
    [InlineData("x", "[1,2]\n[3,4]\n")]
    [InlineData("x.jsonl", "[1,2]\n[3,4]\n")]
    [InlineData("x.NDJSON", "[1,2]\n[3,4]\n")]
    [InlineData("x.ndjson.gz", "[1,2]\n[3,4]\n")]
    [InlineData("x.csv.gz", "1,2\n3,4\n")]
    public void The_name_of_a_file_or_its_first_byte_tells_what_it_is(string name, string text)
    {
        using var file = new TemporaryFile(name, name.EndsWith(".gz", StringComparison.Ordinal) ? TemporaryFile.Gzip(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text));
        using var rows = LiveRows.Open(file.Path)!;
        Assert.Equal([1, 2, 3, 4], All(rows, 1));
    }

    [Fact]
    public void A_name_that_tells_another_format_is_believed()
    {
        using var file = new TemporaryFile("x.ndjson", "x,y\n1,2\n");
        Assert.StartsWith("x.ndjson: Row 1 is 'x,y': a whole JSON object", Reading.Error(() => LiveRows.Open(file.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_numpy_are_read_too_but_not_waited_for()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, [1, 2, 3, 4], 2);
        using var file = new TemporaryFile("x.npy", stream.ToArray());
        using (var rows = LiveRows.Open(file.Path)!)
        {
            Assert.Equal([1, 2], rows.Read(1)!.Values());
            Assert.Equal(1, rows.Position);
            Assert.Equal([3, 4], rows.Read(9)!.Values());
            Assert.Null(rows.Read(1));
        }

        Assert.Contains("cannot be waited for", Reading.Error(() => LiveRows.Open(file.Path, tail: true)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_wait_gives_the_rows_that_came_and_then_ends()
    {
        using var cancel = new CancellationTokenSource();
        using var pipe = new Pipe();
        pipe.Write("1,2\n3,4\n5,");
        using var rows = await Soon(() => LiveRows.Open(pipe, "x", cancellationToken: cancel.Token)!);
        var waiting = Task.Run(() => (First: rows.Read(1)!.Values(), Second: rows.Read(9)!.Values(), End: Assert.ThrowsAny<OperationCanceledException>(() => rows.Read(9))));
        await cancel.CancelAsync();
        var read = await waiting.WaitAsync(Limit);
        Assert.Equal(Pair(1, 2), read.First);
        Assert.Equal(Pair(3, 4), read.Second);
        Assert.ThrowsAny<OperationCanceledException>(() => rows.Read(9));
    }

    [Fact]
    public async Task A_file_that_grows_is_waited_for()
    {
        using var file = new TemporaryFile("x.csv", "x,y\n1,2\n3,");
        using var cancel = new CancellationTokenSource();
        using var rows = LiveRows.Open(file.Path, tail: true, cancellationToken: cancel.Token)!;
        Assert.Equal([1, 2], rows.Read(10)!.Values());
        var waiting = Task.Run(() => rows.Read(10)!);
        await File.AppendAllTextAsync(file.Path, "4\n5");
        Assert.Equal(Pair(3, 4), (await waiting.WaitAsync(Limit)).Values());

        waiting = Task.Run(() => rows.Read(10)!);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));
        Assert.Equal(2, rows.Position);
    }

    [Fact]
    public async Task A_link_is_followed_to_the_file_that_grows()
    {
        using var file = new TemporaryFile("x.csv", "1,2\n3,4\n5,6\n" + string.Concat(Enumerable.Repeat("7,8\n", 1000)));
        var link = file.Path + ".link.csv";
        File.CreateSymbolicLink(link, Path.GetFileName(file.Path));
        using var cancel = new CancellationTokenSource();
        using var rows = LiveRows.Open(link, tail: true, cancellationToken: cancel.Token)!;
        Assert.Equal(1003, (await Soon(() => rows.Read(2000)))!.Count);
        var waiting = Task.Run(() => rows.Read(10)!);
        await File.AppendAllTextAsync(file.Path, "9,10\n");
        Assert.Equal(Pair(9, 10), (await waiting.WaitAsync(Limit)).Values());
        await cancel.CancelAsync();
        File.Delete(link);
    }

    [Theory]
    [InlineData(null, "was removed or renamed while it was followed")]
    [InlineData("9,9\n", "was cut from 8 to 4 bytes, or another file took its place, while it was followed")]
    [InlineData("9,9\n9,9\n9,9\n", "was replaced by another file while it was followed")]
    public async Task A_file_that_is_another_ends_the_wait(string? other, string message)
    {
        using var file = new TemporaryFile("x.csv", "1,2\n3,4\n");
        using var rows = LiveRows.Open(file.Path, tail: true)!;
        Assert.Equal([1, 2, 3, 4], All(rows, 2, waits: true));
        using var replacement = new TemporaryFile("y.csv", other ?? "");
        if (other is null)
            File.Move(file.Path, file.Path + ".1");
        else
            File.Move(replacement.Path, file.Path, overwrite: true);
        Assert.Contains(message, (await Assert.ThrowsAsync<IOException>(() => Soon(() => rows.Read(10)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_input_comes_after_the_rows_before_it()
    {
        var packed = TemporaryFile.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},2\n"))));
        using var file = new TemporaryFile("x.csv.gz", packed.AsSpan(0, packed.Length / 2));
        using var rows = LiveRows.Open(file.Path)!;
        Assert.StartsWith("'x.csv.gz' is no whole gzip file", Reading.Error(() => All(rows, 1000)), StringComparison.Ordinal);
        Assert.InRange(rows.Position, 1000, 99_999);
    }

    private static LiveRows Open(string text, ReadOptions? options = null) => LiveRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x", options)!;

    private static double[] Pair(double x, double y) => [x, y];

    private static async Task<T> Soon<T>(Func<T> read) => await Task.Run(read).WaitAsync(Limit);

    private static double[] All(LiveRows rows, int most, bool waits = false)
    {
        var all = new List<double>();
        while ((!waits || rows.Position < 2) && rows.Read(most) is { } read)
        {
            Assert.InRange(read.Count, 1, most);
            all.AddRange(read.Values());
        }

        return [.. all];
    }
}
