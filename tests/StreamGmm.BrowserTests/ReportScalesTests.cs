using System.Globalization;

namespace StreamGmm.BrowserTests;

/// <summary>What is written at the axes of a report.</summary>
[Collection(Browser.Shared)]
public sealed class ReportScalesTests(Browser browser)
{
    /// <summary>Ranges that axes may have: narrow and wide, near 0 and far from it.</summary>
    private static readonly (double From, double To)[] Ranges =
    [
        (0, 1), (-3, 3), (1, 9), (1_000_000, 1_001_000), (1_000_400, 1_001_000), (-2_345_800, -2_345_000), (7_050_560, 7_055_000), (0, 4e6), (1e12, 1e12 + 90), (1.23456e9, 1.2346e9),
        (0.001 - 1e-9, 0.001 + 1e-9), (1e-9, 1.01e-9), (-1e-140, 3e-140), (2.001e-140, 2.003e-140), (1e140, 1.002e140), (5e15, 5.01e15), (-1e-13, 1e-13),
    ];

    [SkippableFact]
    public Task Ticks_are_told_apart_and_read_as_what_they_stand_for() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        foreach (var (from, to) in Ranges)
        {
            var script = string.Create(CultureInfo.InvariantCulture, $$"""
                (() => {
                  const axis = new Axis({ name: 'x', from: {{from:R}}, to: {{to:R}} }), { ticks, offset, step, title } = axis.ticks(5);
                  return [title, String(offset), String(step), ...ticks.flatMap(tick => [String(tick.value), tick.label])];
                })()
                """);
            var told = await tab.Evaluate<string[]>(script);
            var (shift, step) = (Value(told[0].Length > 1 ? told[0][4..] : "0"), double.Parse(told[2], CultureInfo.InvariantCulture));
            var ticks = told[3..].Chunk(2).ToArray();
            Assert.InRange(ticks.Length, 2, 12);
            Assert.Equal(ticks.Length, ticks.Select(tick => tick[1]).Distinct().Count());
            Assert.Equal(Math.Abs(double.Parse(told[1], CultureInfo.InvariantCulture)), shift, step / 100);
            Assert.All(ticks, tick => Assert.InRange(tick[1].Length, 1, 20));
            Assert.All(ticks, tick => Assert.Equal(double.Parse(tick[0], CultureInfo.InvariantCulture), Value(tick[1]) + double.Parse(told[1], CultureInfo.InvariantCulture), step / 100));
        }
    });

    [SkippableFact]
    public Task A_narrow_plot_has_two_ticks_at_least() => browser.Visit(
        Report.Of(new GaussianMixture([1], [[5, 2.5]], new Covariances.Spherical([1.3]))),
        async tab => Assert.True(await tab.Evaluate<bool>(
            """
            (() => {
              const canvas = document.createElement('canvas');
              document.body.append(canvas);
              return [160, 200, 240, 280, 320, 400].every(width => {
                canvas.style.cssText = `width: ${width}px; height: 300px`;
                const plot = new Plot(canvas, { x: new Axis({ name: 'x', from: 1, to: 9 }), y: new Axis({ name: 'y', from: 0, to: 9 }) });
                plot.draw();
                return plot.xTicks.ticks.length > 1 && plot.yTicks.ticks.length > 1;
              });
            })()
            """)));

    [SkippableFact]
    public Task Many_components_of_equal_weight_are_all_in_view() => browser.Visit(
        Report.Of(new GaussianMixture([.. Enumerable.Repeat(1 / 1200.0, 1200)], RealMatrix.Create(Enumerable.Range(0, 1200).Select(k => RealVector.Create([k % 40.0, k / 40.0]))), new Covariances.Spherical([.. Enumerable.Repeat(0.01, 1200)]))),
        async tab =>
        {
            var ends = await tab.Evaluate<double[]>("(({ scatter: { canvas, toValue } }) => [...toValue(0, 0), ...toValue(canvas.clientWidth, canvas.clientHeight)])(streamGmmReport.views)");
            Assert.True(ends[0] < 0 && ends[1] > 29 && ends[2] > 39 && ends[3] < 0, string.Join(", ", ends));
        });

    /// <summary>The number that a text stands for: "−1.25×10⁻⁶", "1,000".</summary>
    private static double Value(string text)
    {
        const string raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        var parts = text.Replace('−', '-').Replace(",", "", StringComparison.Ordinal).Split("×10");
        var exponent = parts.Length == 1 ? "0" : string.Concat(parts[1].Select(c => c == '⁻' ? '-' : (char)('0' + raised.IndexOf(c, StringComparison.Ordinal))));
        return double.Parse($"{parts[0]}e{exponent}", CultureInfo.InvariantCulture);
    }
}
