using System.Text;
using System.Text.Json;

namespace StreamGmm.Tests.Persistence;

public class SavedMixtureTests
{
    private const string Spherical =
        """{"format":"streamgmm.mixture","version":1,"shape":"spherical","weights":[0.25,0.75],"means":[[0,-1.5],[3,4]],"covariances":[1,2.5]}""";

    [Fact]
    public void The_form_is_that_of_the_contract() =>
        Assert.Equal(Spherical + "\n", Written(new SavedMixture(new GaussianMixture([0.25, 0.75], [[0, -1.5], [3, 4]], new Covariances.Spherical([1, 2.5])))));

    [Fact]
    public void Column_names_stand_at_the_end()
    {
        var saved = new SavedMixture(new GaussianMixture([1], [[2, 3]], new Covariances.Full([[[1, 0.5], [0.5, 2]]])), ["a", "\"b\", °C"]);

        using var json = JsonDocument.Parse(Written(saved));
        Assert.Equal(["format", "version", "shape", "weights", "means", "covariances", "columns"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("[[[1,0.5],[0.5,2]]]", json.RootElement.GetProperty("covariances").GetRawText());
        Assert.Equal(saved.Columns, Read(Written(saved)).Columns);
    }

    [Theory]
    [InlineData("full", "[[[1,0],[0,1]],[[2,0.5],[0.5,2]]]")]
    [InlineData("tied", "[[2,0.5],[0.5,2]]")]
    [InlineData("diagonal", "[[1,2],[3,4]]")]
    [InlineData("spherical", "[1,2.5]")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6],[-0.8]]],"variances":[[4],[5]],"noise":[1,2.5]}""")]
    public void Each_shape_is_read(string shape, string covariances)
    {
        var mixture = Read(With(shape, covariances)).Mixture;

        Assert.Equal(shape, mixture.Shape.ToString());
        Assert.Equal(2, mixture.Components);
        Assert.Equal(covariances, JsonDocument.Parse(Written(new SavedMixture(mixture))).RootElement.GetProperty("covariances").GetRawText());
    }

    [Fact]
    public void Unknown_properties_a_byte_order_mark_and_white_space_are_no_fault() =>
        Assert.Equal(Read(Spherical), Read("\uFEFF \n" + Spherical.Replace("\"version\"", "\"note\": {\"by\": [1]}, \"version\"", StringComparison.Ordinal) + "\n\n"));

    [Fact]
    public void The_smallest_and_the_most_awkward_doubles_come_back()
    {
        var awkward = new[] { -0.0, double.Epsilon, 5e-324 * 3, 0.1 + 0.2, 1e149, -9007199254740993.0, Math.BitDecrement(1.0), 2.2250738585072014E-308 };
        var mixture = new GaussianMixture([1], RealMatrix.Create(1, awkward.Length, awkward), new Covariances.Spherical([1e-5]));

        var read = Read(Written(new SavedMixture(mixture))).Mixture.Means.Row(0).ToArray();
        Assert.Equal(awkward.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("", "not whole JSON")]
    [InlineData("eruptions,waiting\n3.6,79\n", "not whole JSON")]
    [InlineData(Spherical + "x", "not whole JSON")]
    [InlineData("[1, 2]", "an object with \"format\": \"streamgmm.mixture\" was expected")]
    [InlineData("null", "no \"format\"")]
    [InlineData("{}", "no \"format\"")]
    [InlineData("""{"format": 3}""", "\"format\" is not of the kind")]
    [InlineData("""{"format": "sklearn"}""", "The format is 'sklearn': 'streamgmm.mixture' was expected")]
    [InlineData("""{"format": "streamgmm.mixture"}""", "no \"version\"")]
    [InlineData("""{"format": "streamgmm.mixture", "version": 0}""", "The version is 0: 1 was expected")]
    [InlineData("""{"format": "streamgmm.mixture", "version": 2}""", "Update this one")]
    [InlineData("""{"format": "streamgmm.mixture", "version": 1}""", "no \"weights\"")]
    public void What_is_no_mixture_is_refused(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("\"shape\":\"spherical\"", "\"shape\":\"round\"", "'round' is no covariance shape: expected full, tied, diagonal, spherical")]
    [InlineData("\"shape\":\"spherical\",", "", "no \"shape\"")]
    [InlineData("\"shape\":\"spherical\"", "\"shape\":\"full\"", "\"covariances[0]\" is not of the kind that a mixture has there, or stands there twice. The shape asks for K × D × D numbers")]
    [InlineData("\"weights\":[0.25,0.75]", "\"weights\":null", "no \"weights\"")]
    [InlineData("\"weights\":[0.25,0.75]", "\"weights\":[0.25,\"a\"]", "\"weights[1]\" is not of the kind")]
    [InlineData("\"weights\":[0.25,0.75]", "\"weights\":[0.25,NaN]", "not whole JSON")]
    [InlineData("\"weights\":[0.25,0.75]", "\"weights\":[0.25,0.75],\"weights\":[1,0]", "\"weights\" is not of the kind")]
    [InlineData("[0.25,0.75]", "[0.25,0.25]", "sum to 0.5: they must sum to 1")]
    [InlineData("[0.25,0.75]", "[1]", "2 × 2 for 1 weights")]
    [InlineData("[0.25,0.75]", "[]", "at least one component")]
    [InlineData("[[0,-1.5],[3,4]]", "[[0,-1.5],[3]]", "Row 1 has 1 elements")]
    [InlineData("[[0,-1.5],[3,4]]", "[[0,-1.5],null]", "\"means\" has null")]
    [InlineData("[[0,-1.5],[3,4]]", "[[0,1e150],[3,4]]", "below 1e150")]
    [InlineData("[[0,-1.5],[3,4]]", "[[0,1e999],[3,4]]", "below 1e150")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":[1]", "K = 1")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":[1,0]", "component 1")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":[1,-2.5]", "component 1")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":null", "no \"covariances\"")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":[1,2.5],\"columns\":[\"a\"]", "1 column names for 2 features")]
    [InlineData("\"covariances\":[1,2.5]", "\"covariances\":[1,2.5],\"columns\":[\"a\",null]", "name is null")]
    public void A_spoilt_mixture_is_refused(string part, string by, string message) => Refused(Spherical.Replace(part, by, StringComparison.Ordinal), message);

    [Theory]
    [InlineData("full", "[[[1,0],[0,1]]]", "K = 1")]
    [InlineData("full", "[[[1,0],[0,1]],[[1,2],[2,1]]]", "component 1")]
    [InlineData("full", "[[[1,0],[0,1]],[[1,0.5],[0.4,1]]]", "not symmetric")]
    [InlineData("full", "[[[1,0],[0,1]],[[1,0,0],[0,1,0]]]", "2 × 3")]
    [InlineData("tied", "[[1,0],[0]]", "Row 1 has 1 elements")]
    [InlineData("diagonal", "[[1,2,3],[1,2,3]]", "D = 3")]
    [InlineData("low-rank:2", """{"directions":[[[1],[0]],[[0.6],[-0.8]]],"variances":[[4],[5]],"noise":[1,2.5]}""", "The shape has the rank 2, there are 1 variances a component")]
    [InlineData("low-rank:2", """{"directions":[[[1,0],[0,1]],[[1,0],[0,1]]],"variances":[[4,1],[5,1]],"noise":[1,2.5]}""", "A covariance of rank 2 needs more than 2 features, there are 2")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6],[0.6]]],"variances":[[4],[5]],"noise":[1,2.5]}""", "The directions of component 1 are not orthonormal")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6],[-0.8]]],"variances":[[4],[-5]],"noise":[1,2.5]}""", "The covariance of component 1 is not positive definite")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6],[-0.8]]],"variances":[[4],[5]],"noise":[0,2.5]}""", "The covariance of component 0 is not positive definite")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6],[-0.8]]],"variances":[[4],[5]],"noise":[1]}""", "variances of 2 and noise of 1")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6,1],[-0.8,1]]],"variances":[[4],[5]],"noise":[1,2.5]}""", "The directions of component 1 are 2 × 2: 2 × 1 were expected")]
    [InlineData("low-rank:1", """{"directions":[[[1],[0]],[[0.6],[-0.8]]],"variances":[[4],[5]]}""", "no \"covariances.noise\"")]
    [InlineData("low-rank:1", "[1,2]", "an object of directions (K × D × r)")]
    public void Covariances_that_do_not_fit_are_refused(string shape, string covariances, string message) => Refused(With(shape, covariances), message);

    [Fact]
    public void Names_must_be_as_many_as_features() =>
        Assert.Throws<ArgumentException>(() => new SavedMixture(Read(Spherical).Mixture, ["a", "b", "c"]));

    private static void Refused(string text, string message)
    {
        var actual = Assert.Throws<InvalidDataException>(() => Read(text)).Message;
        Assert.Contains(message, actual, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', actual);
        Assert.DoesNotContain("(Parameter", actual, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", actual, StringComparison.Ordinal);
    }

    private static string With(string shape, string covariances) => Spherical
        .Replace("\"spherical\"", $"\"{shape}\"", StringComparison.Ordinal)
        .Replace("[1,2.5]", covariances, StringComparison.Ordinal);

    private static SavedMixture Read(string text) => SavedMixture.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string Written(SavedMixture saved)
    {
        using var stream = new MemoryStream();
        saved.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
