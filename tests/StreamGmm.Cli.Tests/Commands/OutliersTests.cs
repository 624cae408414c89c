using System.Globalization;
using System.Text.Json;

namespace StreamGmm.Cli.Tests.Commands;

public sealed class OutliersTests : IDisposable
{
    private static readonly string Stretched = Folder.Data("stretched.csv");

    private readonly Folder folder = new();
    private readonly JsonElement reference;
    private readonly string model;

    public OutliersTests()
    {
        reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "cases", "anomaly_stretched_tied_k4.json"))).RootElement;
        var mixture = reference.GetProperty("model");
        model = folder.Write("model.json", $$"""{"format":"streamgmm.mixture","version":1,"shape":"tied","weights":{{mixture.GetProperty("weights")}},"means":{{mixture.GetProperty("means")}},"covariances":{{mixture.GetProperty("covariances")}},"columns":["x","y"]}""");
    }

    [Fact]
    public void The_same_16_rows_are_outliers_as_elsewhere()
    {
        var outcome = CommandLine.Run("outliers", model, Stretched, "--quantile", "0.04");

        var rows = reference.GetProperty("anomaly_rows").EnumerateArray().Select(row => row.GetInt32()).ToArray();
        var densities = reference.GetProperty("score_samples").EnumerateArray().Select(x => x.GetDouble()).ToArray();
        Assert.Equal(0, outcome.Exit);
        Assert.Equal("row,logDensity", outcome.Lines[0]);
        var cells = outcome.Lines.Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(rows, cells.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)));
        Assert.Equal(16, rows.Length);
        Assert.All(cells, row => Assert.Equal(densities[int.Parse(row[0], CultureInfo.InvariantCulture)], double.Parse(row[1], CultureInfo.InvariantCulture), 1e-9));
        Assert.Matches(@"^threshold -\d+\.\d+: 16 of 400 rows below\n$", outcome.Error);
        Assert.Equal(reference.GetProperty("percentiles").GetProperty("4").GetDouble(), double.Parse(outcome.Error.Split(' ', ':')[1], CultureInfo.InvariantCulture), 1e-9);
    }

    [Fact]
    public void Json_says_the_same()
    {
        var outcome = CommandLine.Run("outliers", model, Stretched, "--quantile", "0.04");
        var json = CommandLine.Run("outliers", model, Stretched, "--quantile", "0.04", "--json").Done().Json;

        Assert.Equal(["threshold", "rows", "logDensity"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(outcome.Error.Split(' ', ':')[1], json.GetProperty("threshold").GetDouble().ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal(
            outcome.Lines.Skip(1),
            json.GetProperty("rows").EnumerateArray().Zip(json.GetProperty("logDensity").EnumerateArray(), (row, density) => $"{row.GetInt32()},{density.GetDouble().ToString("R", CultureInfo.InvariantCulture)}"));
    }

    [Fact]
    public void A_threshold_that_was_told_finds_the_same_rows()
    {
        var outcome = CommandLine.Run("outliers", model, Stretched, "--quantile", "0.04");
        var again = CommandLine.Run("outliers", model, Stretched, "--threshold", outcome.Error.Split(' ', ':')[1]);
        Assert.Equal(outcome, again);
    }

    [Fact]
    public void Nothing_lies_below_the_least() =>
        Assert.Equal("row,logDensity\n", CommandLine.Run("outliers", model, Stretched, "--quantile", "0").Output);

    [Fact]
    public void A_density_of_0_is_an_outlier_whatever_the_threshold()
    {
        var narrow = folder.Write("narrow.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1e-100]}""");
        var far = folder.Write("far.csv", "x\n0\n9e149\n");
        Assert.Equal("row,logDensity\n1,-Infinity\n", CommandLine.Run("outliers", narrow, far, "--threshold", "-1e300").Output);
        var json = CommandLine.Run("outliers", narrow, far, "--threshold", "-1e300", "--json").Done().Json;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("logDensity")[0].ValueKind);
    }

    [Theory]
    [InlineData("outliers m.json", "'DATA' missing", "See streamgmm outliers --help.")]
    [InlineData("outliers m.json x.csv", "--quantile and --threshold are not given", "--quantile 0.04")]
    [InlineData("outliers m.json x.csv --quantile 0.1 --threshold -3", "--quantile and --threshold are both given")]
    [InlineData("outliers m.json x.csv --quantile 4", "--quantile is '4': a number from 0 to 1 was expected")]
    [InlineData("outliers m.json x.csv --quantile 0,04", "--quantile is '0,04'", "decimal point")]
    [InlineData("outliers m.json x.csv --quantile NaN", "--quantile is 'NaN'")]
    [InlineData("outliers m.json x.csv --threshold low", "--threshold is 'low': a finite number was expected")]
    [InlineData("outliers m.json x.csv --threshold NaN", "--threshold is 'NaN'")]
    [InlineData("outliers m.json x.csv --components 2", "'--components' is no option of outliers.")]
    public void Wrong_options_are_refused(string line, params string[] texts) => CommandLine.Run(line.Split(' ')).Refused(texts);

    [Fact]
    public void Wrong_files_are_refused()
    {
        CommandLine.Run("outliers", folder["none.json"], Stretched, "--quantile", "0.04").Refused("none.json' is not there", "a mixture as fit --save writes it");
        CommandLine.Run("outliers", model, folder["none.csv"], "--quantile", "0.04").Refused("none.csv' is not there");
        CommandLine.Run("outliers", model, folder.Write("three.csv", "1,2,3\n"), "--quantile", "0.04").Refused("gives 3 features", "has 2 (x, y)");
        CommandLine.Run("outliers", folder.Write("no.json", "[]"), Stretched, "--quantile", "0.04").Refused("holds no mixture");
    }

    [Fact]
    public void A_cancelled_run_ends_with_130() => CommandLine.RunCancelled("outliers", model, Stretched, "--quantile", "0.04").FailedWith(130, "Cancelled");

    public void Dispose() => folder.Dispose();
}
