using System.Text.Json;

namespace StreamGmm.Reports.Tests;

public sealed class ReportLaws
{
    private static readonly ReportOptions Few = new() { MostSamples = 30, OutlierProbability = 0 };

    [Fact]
    public void Every_number_of_the_payload_is_finite() => Law.Holds(Case.Any, c =>
    {
        var payload = Payload.Of(Report.Of(c.Mixture(), c.Samples(), Few));
        AssertFinite(payload.Root);
        Assert.All(Payload.Floats(payload.Root.GetProperty("samples").GetProperty("values")), x => Assert.True(float.IsFinite(x)));
        Assert.All(Payload.Floats(payload.Root.GetProperty("mixtures")), x => Assert.True(float.IsFinite(x)));
    });

    [Fact]
    public void Samples_turned_back_from_page_units_are_the_rows_to_the_digits_of_a_float() => Law.Holds(Case.Any, c =>
    {
        var samples = c.Samples();
        var payload = Payload.Of(Report.Of(samples, Few));
        var rows = Payload.Integers(payload.Root.GetProperty("samples").GetProperty("rows"));
        var scales = payload.Root.GetProperty("axes").EnumerateArray().Select(axis => axis.GetProperty("scale").GetDouble()).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var (expected, actual) = (samples[rows[i]], payload.DrawnRow(i));
            for (var j = 0; j < actual.Length; j++)
                Assert.Equal(expected[j], actual[j], (1e-6 * scales[j]) + (1e-14 * Math.Abs(expected[j])));
        }
    });

    [Fact]
    public void The_mixture_in_page_units_has_the_density_of_the_mixture_times_the_scales() => Law.Holds(Case.Any, c =>
    {
        var (mixture, samples) = (c.Mixture(), c.Samples());
        var report = Report.Of(mixture, samples, Few);
        var own = Payload.Of(report).Mixtures()[^1];
        var jacobian = report.Content.Axes.Sum(axis => Math.Log(axis.Scale));
        for (var i = 0; i < report.Content.Samples!.Rows.Length; i++)
        {
            var u = report.Content.Samples.Values.Row(i);
            var x = samples[report.Content.Samples.Rows[i]];
            var expected = mixture.LogDensity(x) + jacobian;
            Assert.Equal(expected, report.Content.Mixture!.LogDensity(u), 1e-3 + (1e-6 * Math.Abs(expected)));
            Assert.Equal(expected, own.LogDensity(u), 1e-2 + (1e-4 * Math.Abs(expected)));
        }
    });

    [Fact]
    public void Histograms_hold_the_weight_of_all_complete_rows() => Law.Holds(Case.Any, c =>
    {
        var samples = c.Samples();
        var content = Report.Of(samples, Few).Content;
        var weight = Enumerable.Range(0, samples.Count).Where(i => !samples[i].Any(double.IsNaN)).Sum(i => samples.Weights is { } w ? w.Span[i] : 1);
        Assert.Equal(c.Dimension, content.Samples!.Histograms.Length);
        Assert.All(content.Samples.Histograms.Concat(content.Principal?.Histograms ?? []), histogram => Assert.Equal(weight, histogram.Counts.Sum(), 1e-9));
        for (var j = 0; j < c.Dimension; j++)
            Assert.All(content.Samples.Values, row => Assert.InRange(row[j], content.Samples.Histograms[j].From, content.Samples.Histograms[j].To));
    });

    [Fact]
    public void Scaling_the_data_by_a_power_of_two_changes_nothing_on_the_page_but_the_axes() => Law.Holds(Case.Any, c =>
    {
        var (samples, scaled) = (c.Samples(), c.Samples().Select(row => row.Select(x => x * 1024).ToArray()).ToArray());
        var own = Report.Of(samples, Few).Content;
        var weighted = Samples.From(scaled, MissingValues.Marginalize);
        var other = Report.Of(samples.Weights is { } weights ? weighted.WithWeights(weights) : weighted, Few).Content;
        Assert.Equal(own.Samples!.Values, other.Samples!.Values);
        Assert.Equal(own.Samples.Histograms.Select(h => h.Counts), other.Samples.Histograms.Select(h => h.Counts));
        Assert.Equal(own.Axes.Select(axis => axis.Scale * 1024), other.Axes.Select(axis => axis.Scale));
    });

    [Fact]
    public void Rows_of_weight_0_and_rows_that_miss_a_value_are_never_drawn() => Law.Holds(Case.Any, c =>
    {
        var samples = c.Samples();
        var content = Report.Of(c.Mixture(), samples, Few).Content;
        Assert.All(content.Samples!.Rows, i => Assert.True(samples.Weights is not { } weights || weights.Span[i] > 0));
        Assert.All(content.Samples.Rows, i => Assert.DoesNotContain(samples[i], double.IsNaN));
        Assert.Equal(content.Samples.Rows.Order().Distinct(), content.Samples.Rows);
    });

    [Fact]
    public void Principal_axes_are_those_of_the_complete_rows_in_page_units() => Law.Holds(Case.Any, c =>
    {
        var samples = c.Samples();
        var content = Report.Of(samples, Few with { MostSamples = 100 }).Content;
        var drawn = Samples.From(content.Samples!.Values.Select(row => row.ToArray()).ToArray());
        if (content.Principal is null)
        {
            Assert.True(c.Dimension == 1 || drawn.Count == 1);
            return;
        }

        var expected = Pca.Fit(content.Samples.Weights is { } weights ? drawn.WithWeights(weights.ToArray()) : drawn, new PcaOptions { Components = 2 });
        for (var i = 0; i < 2; i++)
            Assert.Equal(expected.Shares[i], content.Principal.Explained[i], 1e-6);
        for (var j = 0; j < c.Dimension; j++)
            Assert.Equal(expected.Mean[j], content.Principal.Center[j], 1e-6);
    });

    [Fact]
    public void The_same_report_is_the_same_page() => Law.Holds(Case.Any, c =>
        Assert.Equal(Report.Of(c.Mixture(), c.Samples(), Few).ToHtml(), Report.Of(c.Mixture(), c.Samples(), Few).ToHtml()), cases: 20);

    private static void AssertFinite(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
            Assert.True(double.IsFinite(element.GetDouble()), element.GetRawText());
        foreach (var child in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Select(p => p.Value)] : [])
            AssertFinite(child);
    }
}
