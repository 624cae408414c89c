namespace StreamGmm.Cli.Tests.Faults;

/// <summary>Files that hold no mixture, wherever one is expected.</summary>
public sealed class BadModelTests : IDisposable
{
    private const string Good = """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[1],"means":[[0]],"covariances":[1]}""";

    private readonly Folder folder = new();

    [Theory]
    [InlineData("", "holds no mixture", "not whole JSON")]
    [InlineData("{\"format\":\"streamgmm.mixture\",\"version\":1,\"sha", "not whole JSON")]
    [InlineData("x,y\n1,2\n", "not whole JSON")]
    [InlineData("{\"name\":\"package\",\"version\":\"1.0.0\"}", "\"version\" is not of the kind")]
    [InlineData("{\"name\":\"package\"}", "no \"format\"")]
    [InlineData("[]", "an object with \"format\"")]
    [InlineData("{\"format\":\"streamgmm.mixture\",\"version\":7}", "a newer StreamGmm wrote it")]
    [InlineData("{\"format\":\"streamgmm.mixture\",\"version\":1,\"shape\":\"spherical\",\"weights\":[1],\"means\":[[0]]}", "no \"covariances\"")]
    [InlineData("{\"format\":\"streamgmm.mixture\",\"version\":1,\"shape\":\"full\",\"weights\":[1],\"means\":[[0]],\"covariances\":[[[-1]]]}", "component 0")]
    public void Are_refused_by_every_command(string text, params string[] texts)
    {
        var (model, data) = (folder.Write("m.json", text), folder.Write("x.csv", "x\n1\n2\n"));
        CommandLine.Run("predict", model, data).Refused([model, .. texts]);
        CommandLine.Run("score", model, data, "--json").Refused([model, .. texts]);
        CommandLine.Run("sample", model, "-n", "3").Refused([model, .. texts]);
        CommandLine.Run("fit", data, "--init", model, "--save", folder["new.json"]).Refused([model, .. texts]);
        Assert.Equal(["m.json", "x.csv"], folder.Names);
    }

    [Fact]
    public void Are_refused_where_they_are_not_there()
    {
        CommandLine.Run("sample", folder["none.json"], "-n", "3").Refused("none.json' is not there", "a mixture as fit --save writes it");
        CommandLine.Run("score", folder["."], folder.Write("x.csv", "x\n1\n")).Refused("is a directory");
    }

    [Fact]
    public void A_mixture_of_another_dimension_is_refused()
    {
        var (model, data) = (folder.Write("m.json", Good), folder.Write("x.csv", "x,y\n1,2\n2,3\n"));
        CommandLine.Run("predict", model, data).Refused("gives 2 features (x, y)", "has 1", "--columns");
        CommandLine.Run("score", model, data).Refused("gives 2 features");
        CommandLine.Run("score", model, data, "--columns", "y", "--json").Done();
    }

    [Fact]
    public void Bad_data_is_refused_with_nothing_on_standard_output() =>
        CommandLine.Run("predict", folder.Write("m.json", Good), folder.Write("x.csv", "x\n1\n2\nthree\n")).Refused("Row 3", "'x'", "'three'");

    public void Dispose() => folder.Dispose();
}
