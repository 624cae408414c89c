using System.Diagnostics;
using System.Globalization;

namespace StreamGmm.Cli.Tests.Commands;

public sealed class PredictTests : IDisposable
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    private readonly Folder folder = new();
    private readonly string model;

    public PredictTests()
    {
        model = folder["model.json"];
        CommandLine.Run("fit", Faithful, "--components", "3", "--save", model, "--quiet").Done();
    }

    [Fact]
    public void Rows_are_what_the_saved_mixture_says_bit_for_bit()
    {
        var samples = DataFile.Read(Faithful).Samples;
        var mixture = Gmm.Load(model);
        var (labels, responsibilities) = (mixture.Assign(samples), mixture.Responsibilities(samples));

        var lines = CommandLine.Run("predict", model, Faithful).Done().Lines;
        Assert.Equal("label,p0,p1,p2", lines[0]);
        Assert.Equal(273, lines.Length);
        for (var i = 0; i < 272; i++)
        {
            var cells = lines[i + 1].Split(',');
            Assert.Equal(labels[i].ToString(CultureInfo.InvariantCulture), cells[0]);
            Assert.Equal(responsibilities.Row(i).ToArray(), cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Json_says_the_same()
    {
        var lines = CommandLine.Run("predict", model, Faithful).Done().Lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToArray();

        var json = CommandLine.Run("predict", model, Faithful, "--json").Done().Json;
        Assert.Equal(["labels", "responsibilities"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(lines.Select(row => (int)row[0]), json.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32()));
        Assert.Equal(lines.SelectMany(row => row.Skip(1)), json.GetProperty("responsibilities").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(x => x.GetDouble())));
    }

    [Fact]
    public void Columns_are_found_by_name_wherever_they_stand()
    {
        var lines = File.ReadAllLines(Faithful).Select(line => line.Split(',')).ToArray();
        var data = folder.Write("moved.csv", string.Join('\n', lines.Select((cells, i) => $"{cells[1]},{(i == 0 ? "id" : i)},{(i == 0 ? "note" : "n/a")},{cells[0]}")) + "\n");

        Assert.Equal(CommandLine.Run("predict", model, Faithful).Output, CommandLine.Run("predict", model, data).Done().Output);
        Assert.Equal(CommandLine.Run("predict", model, Faithful).Output, CommandLine.RunWith(File.ReadAllText(data), "predict", model, "-").Done().Output);
    }

    [Fact]
    public void Without_names_columns_are_taken_in_order_and_that_is_said()
    {
        var data = folder.Write("bare.csv", string.Join('\n', File.ReadAllLines(Faithful).Skip(1)) + "\n");

        var outcome = CommandLine.Run("predict", model, data);
        Assert.Equal((0, CommandLine.Run("predict", model, Faithful).Output), (outcome.Exit, outcome.Output));
        Assert.Contains("taken in order are 0, 1", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_asked_for_come_before_those_of_the_model()
    {
        var data = folder.Write("named.csv", "eruptions,waiting,a,b\n0,0,3.6,79\n0,0,1.8,54\n");

        Assert.Equal(
            CommandLine.Run("predict", model, folder.Write("two.csv", "eruptions,waiting\n3.6,79\n1.8,54\n")).Done().Output,
            CommandLine.Run("predict", model, data, "--columns", "a,b").Done().Output);
    }

    [Fact]
    public void A_name_that_is_missing_among_others_is_an_error() =>
        CommandLine.Run("predict", model, folder.Write("part.csv", "eruptions,x\n3.6,79\n")).Refused("no column 'waiting'");

    [Fact]
    public void Another_dimension_is_an_error() =>
        CommandLine.Run("predict", model, folder.Write("three.csv", "3.6,79,1\n")).Refused("gives 3 features", "'" + model + "' has 2 (eruptions, waiting)", "--columns");

    [Theory]
    [InlineData("predict")]
    [InlineData("score")]
    [InlineData("fit --init")]
    public void Names_that_are_none_of_the_model_are_an_error(string command) =>
        CommandLine.Run([.. command.Split(' '), model, folder.Write("other.csv", "a,b\n3.6,79\n1.8,54\n")])
            .Refused("other.csv", "fitted to 'eruptions', 'waiting'", "the columns here are 'a', 'b'", "--columns");

    [SkippableTheory]
    [InlineData("predict")]
    [InlineData("score")]
    [InlineData("fit --quiet --init")]
    public async Task A_pipe_is_read_once(string command)
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no mkfifo.");
        string[] args = [.. command.Split(' '), model];
        using (var make = Process.Start("mkfifo", [folder["pipe"]]))
            await make.WaitForExitAsync();

        // More than a pipe holds, so that whoever opens it again loses the beginning.
        var text = "waiting,eruptions\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{50 + (i % 40)},{2 + (i % 3)}\n"));
        var written = Task.Run(() => File.WriteAllText(folder["pipe"], text));
        var read = Task.Run(() => CommandLine.Run([.. args, folder["pipe"]]));
        Assert.Same(read, await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(30))));
        await written;
        Assert.Equal(CommandLine.Run([.. args, folder.Write("whole.csv", text)]), await read);
    }

    public void Dispose() => folder.Dispose();
}
