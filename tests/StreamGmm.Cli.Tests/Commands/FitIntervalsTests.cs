using System.Text.Json;

namespace StreamGmm.Cli.Tests.Commands;

public class FitIntervalsTests
{
    private static readonly string Faithful = Folder.Data("faithful.csv");

    [Fact]
    public void The_object_has_errors_and_limits_in_the_form_of_the_mixture()
    {
        var fit = Fit("--components", "2", "--intervals", "--level", "0.9");
        var intervals = fit.GetProperty("intervals");

        Assert.Equal("intervals", fit.EnumerateObject().Last().Name);
        Assert.Equal(["level", "method", "standardErrors", "lower", "upper"], intervals.EnumerateObject().Select(property => property.Name));
        Assert.Equal((0.9, "information"), (intervals.GetProperty("level").GetDouble(), intervals.GetProperty("method").GetString()));
        foreach (var name in new[] { "standardErrors", "lower", "upper" })
        {
            var values = intervals.GetProperty(name);
            Assert.Equal(["weights", "means", "covariances"], values.EnumerateObject().Select(property => property.Name));
            Assert.Equal((2, 2, 2), (values.GetProperty("weights").GetArrayLength(), values.GetProperty("means")[1].GetArrayLength(), values.GetProperty("covariances")[1][1].GetArrayLength()));
        }

        var (mean, error) = (fit.GetProperty("mixture").GetProperty("means")[0][1].GetDouble(), intervals.GetProperty("standardErrors").GetProperty("means")[0][1].GetDouble());
        Assert.Equal(mean + (1.6448536269514722 * error), intervals.GetProperty("upper").GetProperty("means")[0][1].GetDouble(), 1e-9);
        Assert.Equal(mean - (1.6448536269514722 * error), intervals.GetProperty("lower").GetProperty("means")[0][1].GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("tied", 2)]
    [InlineData("diagonal", 3)]
    [InlineData("spherical", 3)]
    public void Other_shapes_have_their_own_form(string shape, int length)
    {
        var fit = Fit("--components", "3", "--shape", shape, "--intervals");
        Assert.Equal(0.95, fit.GetProperty("intervals").GetProperty("level").GetDouble());
        Assert.Equal(length, fit.GetProperty("intervals").GetProperty("upper").GetProperty("covariances").GetArrayLength());
    }

    [Fact]
    public void Those_of_low_rank_are_told_as_matrices() => Assert.Equal(
        2,
        Fit("--components", "2", "--shape", "low-rank:1", "--intervals", "--bootstrap", "20").GetProperty("intervals").GetProperty("lower").GetProperty("covariances")[1][1].GetArrayLength());

    [Fact]
    public void What_is_not_asked_for_is_not_there() => Assert.False(Fit("--components", "2").TryGetProperty("intervals", out _));

    [Fact]
    public void The_bootstrap_tells_about_the_same_the_same_every_time()
    {
        var information = Fit("--components", "2", "--intervals").GetProperty("intervals").GetProperty("standardErrors");
        string[] how = ["--components", "2", "--intervals", "--bootstrap", "150"];
        var bootstrap = Fit([.. how, "--threads", "1"]).GetProperty("intervals");

        Assert.Equal(["level", "method", "replicates", "standardErrors", "lower", "upper"], bootstrap.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("bootstrap", 150), (bootstrap.GetProperty("method").GetString(), bootstrap.GetProperty("replicates").GetInt32()));
        var (a, b) = (information.GetProperty("means")[0][0].GetDouble(), bootstrap.GetProperty("standardErrors").GetProperty("means")[0][0].GetDouble());
        Assert.InRange(a / b, 0.75, 1.33);
        Assert.Equal(bootstrap.GetRawText(), Fit([.. how, "--threads", "3"]).GetProperty("intervals").GetRawText());
        Assert.NotEqual(bootstrap.GetRawText(), Fit([.. how, "--seed", "1"]).GetProperty("intervals").GetRawText());
    }

    [Fact]
    public void People_are_told_a_line_a_component()
    {
        var plain = CommandLine.Run("fit", Faithful, "--components", "2", "--intervals").Done().Lines;
        Assert.Equal("95 % intervals from the observed information", plain[^3]);
        Assert.Matches(@"^component 0: weight 0\.\d+ to 0\.\d+; eruptions mean [\d.]+ to [\d.]+, deviation [\d.]+ to [\d.]+; waiting mean [\d.]+ to [\d.]+, deviation [\d.]+ to [\d.]+$", plain[^2]);
        Assert.StartsWith("component 1: weight 0.", plain[^1], StringComparison.Ordinal);

        var screen = CommandLine.RunOnScreen("fit", Faithful, "--components", "2", "--intervals", "--level", "0.5", "--bootstrap", "20").Done().Output;
        Assert.Contains("50 % intervals from 20 replicates of the weighted-likelihood bootstrap", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_whose_intervals_are_not_known_is_done_with_a_warning()
    {
        using var folder = new Folder();
        var data = folder.Write("data.csv", "x,y\n1,1\n2,1\n3,1\n4,1\n");
        var outcome = CommandLine.Run("fit", data, "--components", "1", "--intervals", "--json");
        Assert.Equal(0, outcome.Exit);
        Assert.StartsWith("Warning: there are no intervals. The observed information is singular at the covariance of component 0", Assert.Single(outcome.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, outcome.Json.GetProperty("intervals").ValueKind);
        Assert.DoesNotContain("intervals", CommandLine.Run("fit", data, "--components", "1", "--intervals").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_stopped_too_early_is_warned_of()
    {
        var outcome = CommandLine.Run("fit", Faithful, "--components", "2", "--intervals", "--regularization", "relative:0.01", "--json");
        Assert.Equal(0, outcome.Exit);
        Assert.Matches("^Warning: the maximum of the likelihood is about [0-9.]+ standard errors away", outcome.Error);
    }

    [Theory]
    [InlineData("--intervals --level 95", "--level is '95': a number between 0 and 1 was expected")]
    [InlineData("--intervals --level 0,9", "--level is '0,9'")]
    [InlineData("--intervals --level 1", "--level is '1'")]
    [InlineData("--intervals --level NaN", "--level is 'NaN'")]
    [InlineData("--level 0.9", "--level is given and --intervals is not")]
    [InlineData("--intervals --bootstrap 1", "--bootstrap is '1': a whole number of 2 or more was expected")]
    [InlineData("--bootstrap 99", "--bootstrap is given and --intervals is not")]
    [InlineData("--intervals --out-of-core", "--intervals and --out-of-core are both given")]
    [InlineData("--intervals --shape low-rank:1", "the shape is low-rank:1: its observed information is not known here. Say --bootstrap 999 too.")]
    public void What_cannot_be_done_is_refused_before_the_fit(string line, string text) =>
        CommandLine.Run(["fit", Faithful, "--components", "2", .. line.Split(' ')]).Refused(text);

    [Fact]
    public void Data_may_follow_the_option() => Assert.True(CommandLine.Run("fit", "--components", "2", "--json", "--intervals", Faithful).Done().Json.TryGetProperty("intervals", out _));

    private static JsonElement Fit(params string[] how) => CommandLine.Run(["fit", Faithful, .. how, "--json"]).Done().Json;
}
