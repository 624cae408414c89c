using System.Globalization;
using System.Text.Json;

namespace StreamGmm.Cli.Tests.Commands;

public sealed class ScoreTests : IDisposable
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    private readonly Folder folder = new();
    private readonly string model;
    private readonly double logLikelihood;

    public ScoreTests()
    {
        model = folder["model.json"];
        logLikelihood = CommandLine.Run("fit", Faithful, "--components", "2", "--save", model, "--json").Done().Json.GetProperty("logLikelihood").GetDouble();
    }

    [Fact]
    public void One_log_density_a_row_and_the_mean_on_standard_error()
    {
        var outcome = CommandLine.Run("score", model, Faithful);

        var values = outcome.Lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Gmm.Load(model).LogDensity(DataFile.Read(Faithful).Samples), values);
        Assert.StartsWith("mean ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(logLikelihood, double.Parse(outcome.Error.AsSpan(5), CultureInfo.InvariantCulture), 1e-12);
    }

    [Fact]
    public void Json_says_the_same()
    {
        var json = CommandLine.Run("score", model, Faithful, "--json").Done().Json;

        Assert.Equal(["logDensity", "mean"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(CommandLine.Run("score", model, Faithful).Lines, json.GetProperty("logDensity").EnumerateArray().Select(x => x.GetDouble().ToString("R", CultureInfo.InvariantCulture)));
        Assert.Equal(logLikelihood, json.GetProperty("mean").GetDouble(), 1e-12);
    }

    [Fact]
    public void A_density_too_small_for_a_logarithm_is_minus_infinity_and_null_in_json()
    {
        var narrow = folder.Write("narrow.json", """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1e-100]}""");
        var far = folder.Write("far.csv", "x\n0\n9e149\n");

        Assert.Equal("-Infinity", CommandLine.Run("score", narrow, far).Lines[1]);
        var json = CommandLine.Run("score", narrow, far, "--json").Done().Json;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("logDensity")[1].ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("mean").ValueKind);
    }

    public void Dispose() => folder.Dispose();
}
