using System.Text;

namespace StreamGmm.Tests.Persistence;

public class SavedPipelineTests
{
    private const string Steps =
        """[{"kind":"standardizer","means":[1,2],"deviations":[2,0.5]},{"kind":"pca","means":[0,0.1],"directions":[[0.6,0.8]],"variances":[4],"totalVariance":5,"whitens":true}]""";

    private const string Mixture =
        """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[0.25,0.75],"means":[[-1],[1]],"covariances":[1,2.5]}""";

    private const string Whole = $$"""{"format":"streamgmm.pipeline","version":1,"steps":{{Steps}},"mixture":{{Mixture}},"columns":["a","b"]}""";

    private static readonly Pipeline Pipeline = new(
        [new Standardizer([1, 2], [2, 0.5]), new Pca([0, 0.1], [[0.6, 0.8]], [4], 5, whitens: true)],
        new GaussianMixture([0.25, 0.75], [[-1], [1]], new Covariances.Spherical([1, 2.5])));

    [Fact]
    public void The_form_is_one_document()
    {
        Assert.Equal(Whole + "\n", Written(new SavedPipeline(Pipeline, ["a", "b"])));
        Assert.Equal(new SavedPipeline(Pipeline, ["a", "b"]), Read(Whole));
        Assert.Null(Read(Whole.Replace(",\"columns\":[\"a\",\"b\"]", "", StringComparison.Ordinal)).Columns);
    }

    [Theory]
    [InlineData("", "not whole JSON")]
    [InlineData("{\"format\": \"streamgmm.pipeline\", ", "not whole JSON")]
    [InlineData("null", "no \"format\"")]
    [InlineData(Mixture, "The format is 'streamgmm.mixture': 'streamgmm.pipeline' was expected")]
    [InlineData("""{"format": "streamgmm.pipeline", "version": 2}""", "Update this one")]
    [InlineData("""{"format": "streamgmm.pipeline", "version": 1}""", "no \"steps\"")]
    [InlineData("""{"format": "streamgmm.pipeline", "version": 1, "steps": []}""", "no \"mixture\"")]
    [InlineData("""{"format": "streamgmm.pipeline", "version": 1, "steps": [null]}""", "Step 0 has no \"kind\"")]
    [InlineData("""{"format": "streamgmm.pipeline", "version": 1, "steps": [{"kind": "log"}]}""", "Step 0 is of the kind 'log': standardizer or pca was expected")]
    [InlineData("""{"format": "streamgmm.pipeline", "version": 1, "steps": [{"kind": 1}]}""", "\"steps[0].kind\" is not of the kind")]
    public void What_is_no_pipeline_is_refused(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("\"deviations\":[2,0.5]", "\"deviations\":[2]", "2 means and 1 deviations")]
    [InlineData("\"deviations\":[2,0.5]", "\"deviations\":[2,0]", "The deviation of feature 1 is 0")]
    [InlineData(",\"deviations\":[2,0.5]", "", "no \"steps[0].deviations\"")]
    [InlineData("[[0.6,0.8]]", "[[0.6,0.9]]", "Direction 0 has not the length 1")]
    [InlineData("[[0.6,0.8]]", "[null]", "no \"steps[1].directions\"")]
    [InlineData("[[0.6,0.8]]", "[[0.6]]", "1 × 1 for 2 features")]
    [InlineData(",\"whitens\":true", "", "no \"steps[1].whitens\"")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":[1]", "K = 1")]
    [InlineData("\"means\":[[-1],[1]]", "\"means\":[[-1,0],[1,0]]", "The last step gives 1 features, the mixture has 2")]
    [InlineData("[\"a\",\"b\"]", "[\"a\"]", "1 column names for 2 features")]
    public void A_spoilt_pipeline_is_refused(string part, string by, string message)
    {
        Assert.Contains(part, Whole, StringComparison.Ordinal);
        Refused(Whole.Replace(part, by, StringComparison.Ordinal), message);
    }

    private static void Refused(string text, string message)
    {
        var actual = Assert.Throws<InvalidDataException>(() => Read(text)).Message;
        Assert.Contains(message, actual, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", actual, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", actual, StringComparison.Ordinal);
    }

    private static SavedPipeline Read(string text) => SavedPipeline.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string Written(SavedPipeline saved)
    {
        using var stream = new MemoryStream();
        saved.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
