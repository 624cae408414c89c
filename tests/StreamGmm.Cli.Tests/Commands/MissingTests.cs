using System.Globalization;

namespace StreamGmm.Cli.Tests.Commands;

/// <summary><c>--missing</c>.</summary>
public sealed class MissingTests : IDisposable
{
    private readonly Folder folder = new();

    /// <summary>Every seventh value of faithful is gone.</summary>
    private string Gappy() => folder.Write("gappy.csv", string.Join(
        '\n',
        File.ReadAllLines(Folder.Data("faithful.csv")).Select((line, i) => i == 0 || i % 7 != 3 ? line : i % 2 == 0 ? $"{line.Split(',')[0]}," : $",{line.Split(',')[1]}")) + "\n");

    [Fact]
    public void Rows_count_by_what_they_have_in_fit_score_and_predict()
    {
        var (data, model) = (Gappy(), folder["model.json"]);
        var fit = CommandLine.Run("fit", data, "--components", "2", "--missing", "marginalize", "--save", model, "--json").Done().Json;
        Assert.Equal("converged", fit.GetProperty("status").GetString());
        Assert.Equal(272, fit.GetProperty("samples").GetInt32());
        Assert.InRange(fit.GetProperty("logLikelihood").GetDouble(), -4.2, -3.5);

        var samples = DataFile.Read(data, new ReadOptions { MissingValues = MissingValues.Marginalize }).Samples;
        var score = CommandLine.Run("score", model, data, "--missing", "marginalize");
        Assert.Equal(Gmm.Load(model).LogDensity(samples), score.Lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture)));
        var labels = CommandLine.Run("predict", model, data, "--missing", "marginalize", "--json").Done().Json.GetProperty("labels").EnumerateArray().Select(x => x.GetInt32());
        Assert.Equal(Gmm.Load(model).Assign(samples), labels);
        var blocks = CommandLine.Run("fit", data, "--components", "2", "--missing", "marginalize", "--out-of-core", "--json").Done().Json;
        Assert.Equal(fit.GetProperty("logLikelihood").GetDouble(), blocks.GetProperty("logLikelihood").GetDouble(), 1e-3);
    }

    [Fact]
    public void Without_the_option_an_empty_cell_is_refused()
    {
        var outcome = CommandLine.Run("fit", Gappy(), "--components", "2");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("is empty: every feature must be a finite number", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_word_is_refused()
    {
        var outcome = CommandLine.Run("fit", Gappy(), "--components", "2", "--missing", "drop");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("--missing is 'drop': refuse or marginalize was expected.", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
