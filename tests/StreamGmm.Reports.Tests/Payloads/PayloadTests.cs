using System.Text.Json;

namespace StreamGmm.Reports.Tests.Payloads;

public sealed class PayloadTests
{
    private static readonly GaussianMixture Two = new([0.25, 0.75], [[0, 10], [4, 20]], new Covariances.Diagonal([[1, 2], [3, 4]]));

    [Fact]
    public void A_mixture_alone_has_a_state_and_its_own_principal_axes()
    {
        var root = Payload.Of(Report.Of(Two)).Root;
        Assert.Equal("streamgmm.report", root.GetProperty("format").GetString());
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal("mixture", root.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("samples").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("trace").ValueKind);
        var state = Assert.Single(root.GetProperty("states").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("logLikelihood").ValueKind);
        Assert.Equal([0, 1], Payload.Doubles(state.GetProperty("ids")));

        // Page units have variance 1 and the correlation of the mixture: 0.25 · 0.75 · 4 · 10 over the deviations; so the diagonals of the plane.
        var correlation = 7.5 / Math.Sqrt((2.5 + 3) * (3.5 + 18.75));
        var principal = root.GetProperty("principal");
        Assert.Equal((1 + correlation) / 2, principal.GetProperty("explained")[0].GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(0.5), principal.GetProperty("directions")[0][1].GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, principal.GetProperty("histograms").ValueKind);
    }

    [Fact]
    public void The_model_reads_back_bit_for_bit_with_its_columns()
    {
        var model = Payload.Of(Report.Of(Two, options: new ReportOptions { Columns = ["a", "b"] })).Root.GetProperty("model");
        var saved = SavedMixture.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(model.GetRawText())));
        Assert.Equal(new SavedMixture(Two, ["a", "b"]), saved);
    }

    [Fact]
    public void Weights_rows_and_outliers_go_with_the_samples()
    {
        var samples = Samples.From(new[,] { { 0.0, 10 }, { 4, 20 }, { 1, 1000 }, { 5, 21 } }).WithWeights(new double[] { 1, 2, 3, 0 });
        var own = Payload.Of(Report.Of(Two, samples)).Root.GetProperty("samples");
        Assert.Equal((4, 3, 3), (own.GetProperty("count").GetInt32(), own.GetProperty("complete").GetInt32(), own.GetProperty("shown").GetInt32()));
        Assert.Equal([0, 1, 2], Payload.Integers(own.GetProperty("rows")));
        Assert.Equal([1f, 2, 3], Payload.Floats(own.GetProperty("weights")));
        Assert.Equal([0, 0, 1], own.GetProperty("outliers").GetBytesFromBase64());
        Assert.Equal(1, own.GetProperty("outlierCount").GetInt32());
    }

    [Fact]
    public void A_log_likelihood_of_minus_infinity_is_null()
    {
        var trace = Payload.Of(Report.OfTrace([double.NegativeInfinity, -5, -4], Two)).Root.GetProperty("trace");
        Assert.Equal(JsonValueKind.Null, trace.GetProperty("y")[0].ValueKind);
        Assert.Equal(-4, trace.GetProperty("y")[2].GetDouble());
        Assert.Equal([0, 1, 2], Payload.Doubles(trace.GetProperty("x")));
        Assert.Equal("iteration", trace.GetProperty("xLabel").GetString());
        var only = Payload.Of(Report.OfTrace([double.NegativeInfinity], Two)).Root.GetProperty("states")[0];
        Assert.Equal(JsonValueKind.Null, only.GetProperty("logLikelihood").ValueKind);
    }

    [Fact]
    public void What_users_write_cannot_end_the_script()
    {
        const string evil = "</script><script>alert('&\"')</script><!-- \u2028 {{scripts}}";
        var report = Report.Of(Two, options: new ReportOptions { Title = evil, Columns = [evil, "b"] });
        var payload = Payload.Of(report);
        Assert.Equal(evil, payload.Root.GetProperty("title").GetString());
        Assert.Equal(evil, payload.Root.GetProperty("axes")[0].GetProperty("name").GetString());
        Assert.Equal(evil, payload.Root.GetProperty("model").GetProperty("columns")[0].GetString());
        Assert.DoesNotContain("<", payload.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("alert('", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("<title>&lt;/script&gt;", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_outliers_are_those_the_mixture_gives_with_the_probability_asked_for()
    {
        // The density of a normal in two dimensions falls below that at radius r with probability exp(−r²/2).
        var normal = new GaussianMixture([1], [[0, 0]], new Covariances.Spherical([1]));
        var at = Math.Sqrt(-2 * Math.Log(0.01));
        var samples = Samples.From(new[,] { { 0.97 * at, 0 }, { 0, 1.03 * at } });
        Assert.Equal([false, true], Report.Of(normal, samples, new ReportOptions { OutlierProbability = 0.01 }).Content.Samples!.Outliers!.Value.ToArray());
        Assert.Equal(0, Report.Of(normal, samples, new ReportOptions { OutlierProbability = 0 }).Content.Samples!.OutlierCount);
    }
}
