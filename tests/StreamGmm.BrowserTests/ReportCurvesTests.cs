using System.Globalization;
using static StreamGmm.BrowserTests.ReportReading;

namespace StreamGmm.BrowserTests;

[Collection(Browser.Shared)]
public sealed class ReportCurvesTests(Browser browser)
{
    [SkippableFact]
    public Task The_log_likelihoods_are_those_of_the_states() => browser.Visit(ReportExamples.Fit, async tab =>
    {
        var points = (await tab.Numbers("streamGmmReport.views.logLikelihood.points.flat()")).Chunk(2).ToArray();
        Assert.Equal(ReportExamples.States.Count, points.Length);
        for (var i = 0; i < points.Length; i++)
        {
            Assert.Equal(ReportExamples.States[i].Iteration, points[i][0]);
            Assert.Equal(ReportExamples.States[i].LogLikelihood, points[i][1], 1e-9);
            await tab.Until($"{Painted("v.logLikelihood", $"v.logLikelihood.toPixel(...v.logLikelihood.points[{i}])", "accent")}");
        }

        var back = await tab.Numbers("(v => v.toValue(...v.toPixel(3, v.points[3][1])))(streamGmmReport.views.logLikelihood)");
        Assert.Equal(3, back[0], 1e-6);
        Assert.Equal(points[3][1], back[1], 1e-6);
    });

    [SkippableFact]
    public Task The_strong_line_is_the_restart_that_the_report_chose() => browser.Visit(
        Report.Of(FitSequence.States(ReportExamples.Drawn, new FitOptions(3) { Seeding = new Seeding.RandomSamples(), Restarts = 3, Em = new EmOptions { MaxIterations = 3 } })),
        async tab =>
        {
            Assert.Equal(3, await tab.Number("streamGmmReport.views.logLikelihood.runs"));
            Assert.Equal(new double[] { 0, 1, 2 }, await tab.Numbers("(({ trace, ...rest }) => [0, 1, 2].map(best => new TraceView(new Report({ ...rest, trace: { ...trace, best } })).best.run))(streamGmmReport.payload)"));
        });

    [SkippableFact]
    public Task The_best_candidate_is_marked_and_named_for_each_criterion() => browser.Visit(ReportExamples.Selection, async tab =>
    {
        foreach (var criterion in new[] { Criterion.Bic, Criterion.Aic, Criterion.Icl })
        {
            var name = criterion.ToString().ToLowerInvariant();
            await tab.Choose("criteria", "criterion", name);
            var best = ReportExamples.Candidates.MinBy(candidate => candidate.Criteria.By(criterion))!;
            Assert.Equal(best.Components, await tab.Number("streamGmmReport.views.criteria.best.components"));
            Assert.Equal(best.Criteria.By(criterion), await tab.Number($"streamGmmReport.views.criteria.best.{name}"), 1e-6);
            await tab.Until(Painted("v.criteria", $"(([x, y]) => [x - 9, y])(v.criteria.toPixel(v.criteria.best.components, v.criteria.best.{name}))", "ink"));
            Assert.Contains($"{criterion.ToString().ToUpperInvariant()} is least", await tab.Page.Locator(".criteria .caption").InnerTextAsync(), StringComparison.Ordinal);
        }
    });

    [SkippableFact]
    public Task The_table_of_criteria_has_all_candidates_and_the_chosen_one() => browser.Visit(ReportExamples.Selection, async tab =>
    {
        await tab.Page.Locator(".criteria summary").ClickAsync();
        await tab.Until("document.querySelectorAll('.criteria tbody tr').length > 0");
        var rows = await tab.Evaluate<string[]>("[...document.querySelectorAll('.criteria tbody tr')].map(row => [...row.cells].map(cell => cell.textContent).join('|'))");
        Assert.Equal(ReportExamples.Candidates.Count, rows.Length);
        var best = ReportExamples.Candidates[^1].Best;
        Assert.StartsWith($"{best.Components} (chosen)|{best.Shape.ToString().ToLowerInvariant()}", Assert.Single(rows, row => row.Contains("(chosen)", StringComparison.Ordinal)), StringComparison.Ordinal);
    });

    [SkippableFact]
    public Task A_stream_has_its_scores_its_memory_and_its_alarms() => browser.Visit(ReportExamples.Stream, async tab =>
    {
        var alarms = ReportExamples.Course.Where(state => state.Alarm).Select(state => (double)state.Position).ToArray();
        Assert.NotEmpty(alarms);
        Assert.Equal(alarms, await tab.Numbers("streamGmmReport.views.stream.alarms"));
        var positions = await tab.Numbers("streamGmmReport.views.stream.position");
        Assert.Equal(ReportExamples.Course.Select(state => (double)state.Position), positions);
        Assert.All(
            ReportExamples.Course.Zip(await tab.Numbers("streamGmmReport.views.stream.curves.memory.values")),
            pair => Assert.Equal(pair.First.Memory, pair.Second, 1e-6));
        foreach (var alarm in alarms)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"(([x]) => [x, 60])(v.stream.curves.memory.toPixel({alarm}, 0))");
            await tab.Until(Painted("v.stream.curves.memory", place, "alarm"));
        }

        var last = ReportExamples.Course.Count - 1;
        await tab.Until(Painted("v.stream.curves.memory", $"v.stream.curves.memory.toPixel(v.stream.position[{last / 3}], v.stream.curves.memory.values[{last / 3}])", "series-2"));
    });

    [SkippableFact]
    public Task Components_of_a_stream_keep_their_colours() => browser.Visit(ReportExamples.Stream, async tab =>
    {
        var colors = new Dictionary<double, string>();
        var states = (int)await tab.Number("streamGmmReport.states.length");
        for (var i = 0; i < states; i++)
        {
            var drawn = await tab.Evaluate<string[]>($"(() => {{ streamGmmReport.show({i}); return streamGmmReport.views.scatter.ellipses.map(ellipse => ellipse.component + ' ' + ellipse.color); }})()");
            foreach (var parts in drawn.Select(text => text.Split(' ')))
            {
                var id = double.Parse(parts[0], CultureInfo.InvariantCulture);
                Assert.Equal(colors.TryAdd(id, parts[1]) ? parts[1] : colors[id], parts[1]);
            }

            Assert.Equal(drawn.Length, drawn.Select(text => text.Split(' ')[1]).Distinct().Count());
        }
    });

    /// <summary>A script: whether a curve's canvas has a colour of the theme within two pixels of a place. Such canvases are drawn a moment after they change.</summary>
    private static string Painted(string view, string place, string color) => $$"""
        (() => {
          const v = streamGmmReport.views, { canvas } = {{view}}, [x, y] = {{place}}, ratio = devicePixelRatio, text = {{Theme(color)}};
          const wanted = [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
          const { data } = canvas.getContext('2d').getImageData(Math.round((x - 2) * ratio), Math.round((y - 2) * ratio), Math.ceil(5 * ratio), Math.ceil(5 * ratio));
          return Array.from({ length: data.length / 4 }, (_, n) => 4 * n).some(at => data[at + 3] > 120 && wanted.every((part, n) => Math.abs(part - data[at + n]) < 50));
        })()
        """;
}
