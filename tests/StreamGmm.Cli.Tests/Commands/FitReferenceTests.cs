using System.Globalization;
using System.Text.Json;

namespace StreamGmm.Cli.Tests.Commands;

/// <summary>Fits from given starts, against the numbers of another implementation.</summary>
public class FitReferenceTests
{
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Reference", "cases");

    /// <summary>All cases on data as they are in the file.</summary>
    private static readonly string[] AsInTheFile = [.. Directory.GetFiles(Cases, "em_*.json")
        .Where(path => Read(path).GetProperty("preprocess").ValueKind == JsonValueKind.Null)
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. AsInTheFile];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_trace_agrees(string name)
    {
        var expected = Read(Path.Combine(Cases, name + ".json")).GetProperty("trace").GetProperty("mean_log_likelihood").EnumerateArray().Select(x => x.GetDouble()).ToArray();

        var actual = Fit(name, expected.Length - 1).GetProperty("trace").EnumerateArray().Select(x => x.GetDouble()).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_final_mixture_agrees(string name)
    {
        var expected = Read(Path.Combine(Cases, name + ".json")).GetProperty("final");

        var fit = Fit(name, expected.GetProperty("n_iter").GetInt32());
        AssertClose(expected.GetProperty("weights"), fit.GetProperty("mixture").GetProperty("weights"));
        AssertClose(expected.GetProperty("means"), fit.GetProperty("mixture").GetProperty("means"));
        AssertClose(expected.GetProperty("covariances"), fit.GetProperty("mixture").GetProperty("covariances"));
        AssertClose(expected.GetProperty("score"), fit.GetProperty("logLikelihood"));
        AssertClose(expected.GetProperty("aic"), fit.GetProperty("aic"));
        AssertClose(expected.GetProperty("bic"), fit.GetProperty("bic"));
        Assert.Equal(expected.GetProperty("n_parameters").GetInt32(), fit.GetProperty("parameters").GetInt32());
    }

    [Fact]
    public void All_four_shapes_are_there() =>
        Assert.Equal(4, AsInTheFile.Select(name => Read(Path.Combine(Cases, name + ".json")).GetProperty("covariance_type").GetString()).Distinct().Count());

    private static JsonElement Fit(string name, int iterations)
    {
        using var folder = new Folder();
        var reference = Read(Path.Combine(Cases, name + ".json"));
        var init = reference.GetProperty("init");
        var shape = reference.GetProperty("covariance_type").GetString() is "diag" ? "diagonal" : reference.GetProperty("covariance_type").GetString();
        var start = folder.Write(
            "start.json",
            $$"""{"format":"streamgmm.mixture","version":1,"shape":"{{shape}}","weights":{{init.GetProperty("weights")}},"means":{{init.GetProperty("means")}},"covariances":{{init.GetProperty("covariances")}}}""");
        var data = Folder.Data(reference.GetProperty("dataset").GetString()!);
        return CommandLine.Run(
            "fit",
            File.Exists(data) || data.EndsWith(".gz", StringComparison.Ordinal) ? data : data + ".gz",
            "--columns",
            string.Join(',', reference.GetProperty("columns").EnumerateArray().Select(column => column.GetString())),
            "--init",
            start,
            "--tolerance",
            "0",
            "--max-iterations",
            iterations.ToString(CultureInfo.InvariantCulture),
            "--acceleration",
            "none",
            "--regularization",
            "absolute:" + reference.GetProperty("reg_covar").GetDouble().ToString("R", CultureInfo.InvariantCulture),
            "--json").Done().Json;
    }

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;

    private static void AssertClose(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind != JsonValueKind.Array)
        {
            var value = expected.GetDouble();
            Assert.Equal(value, actual.GetDouble(), 1e-6 * (1 + Math.Abs(value)));
            return;
        }

        Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
        foreach (var (first, second) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
            AssertClose(first, second);
    }
}
