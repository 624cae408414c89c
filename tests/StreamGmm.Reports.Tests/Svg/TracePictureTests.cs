namespace StreamGmm.Reports.Tests.Svg;

public sealed class TracePictureTests
{
    [Fact]
    public void Each_restart_is_a_line_through_its_log_likelihoods()
    {
        var trace = Some.Fit().Trace!;
        var drawn = new Drawn(Some.Fit(), ReportView.LogLikelihood);
        foreach (var restart in new[] { 0, 1 })
        {
            var group = Assert.Single(drawn.Root.Descendants(), element => (string?)element.Attribute("data-restart") == $"{restart}");
            var points = Drawn.Lines(group.Elements(Shape.Svg + "path").Single()).Single();
            int[] rows = [.. Enumerable.Range(0, trace.X.Length).Where(i => trace.Restarts[i] == restart && double.IsFinite(trace.Y[i]))];
            Assert.Equal(rows.Length, points.Count);
            Assert.All(rows.Zip(points), pair =>
            {
                Assert.Equal(trace.X[pair.First], drawn.X(pair.Second.X), 0.01);
                Assert.Equal(trace.Y[pair.First], drawn.Y(pair.Second.Y), 0.01);
            });
        }
    }

    [Fact]
    public void The_best_restart_is_painted_last_and_strongest()
    {
        var groups = new Drawn(Some.Fit(), ReportView.LogLikelihood).Of("data").Single().Elements().ToArray();
        Assert.Equal(["0", "1"], groups.Select(group => (string?)group.Attribute("data-restart")));
        Assert.True(Drawn.Number(groups[1].Elements().First(), "stroke-width") > Drawn.Number(groups[0].Elements().First(), "stroke-width"));
        Assert.Contains("restart 2, the best", new Drawn(Some.Fit(), ReportView.LogLikelihood).Texts);
    }

    [Fact]
    public void A_restart_that_ends_higher_and_was_not_chosen_is_one_of_the_others()
    {
        var fit = Some.Fit();
        var drawn = new Drawn(fit with { Trace = fit.Trace! with { Best = 0 } }, ReportView.LogLikelihood);
        Assert.Equal(["1", "0"], drawn.Of("data").Single().Elements().Select(group => (string?)group.Attribute("data-restart")));
        Assert.Contains("restart 1, the best", drawn.Texts);
    }

    [Fact]
    public void Iterations_are_marked_at_whole_numbers() =>
        Assert.All(new Drawn(Some.Fit(), ReportView.LogLikelihood).Ticks("x"), tick => Assert.Equal(0, tick.Value % 1));

    [Theory]
    [InlineData(-3.5)]
    [InlineData(double.NegativeInfinity)]
    public void One_state_is_enough(double logLikelihood)
    {
        var drawn = new Drawn(Some.Fit() with { Trace = new FitTrace([0], RealVector.Create([logLikelihood]), [0], "iteration") }, ReportView.LogLikelihood);
        Assert.Equal(double.IsFinite(logLikelihood) ? 1 : 0, drawn.Root.Descendants(Shape.Svg + "circle").Count());
    }

    [Fact]
    public void A_long_trace_is_written_short_and_keeps_its_peaks()
    {
        var y = Enumerable.Range(0, 20_000).Select(i => i == 12_345 ? 5 : Math.Sin(i)).ToArray();
        var content = Some.Fit() with { Trace = new FitTrace([.. Enumerable.Range(0, y.Length)], RealVector.Create(y), [.. new int[y.Length]], "iteration") };
        var drawn = new Drawn(content, ReportView.LogLikelihood);
        var points = Drawn.Lines(drawn.Of("data").Single().Descendants(Shape.Svg + "path").Single()).Single();
        Assert.InRange(points.Count, 500, 4 * 720);
        var peak = points.MinBy(p => p.Y);
        Assert.Equal(5, drawn.Y(peak.Y), 0.02);
        Assert.Equal(12_345, drawn.X(peak.X), 40.0);
    }
}
