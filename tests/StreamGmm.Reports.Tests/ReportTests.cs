namespace StreamGmm.Reports.Tests;

public sealed class ReportTests
{
    private static readonly GaussianMixture Truth = new([0.5, 0.5], [[0, 0], [8, 8]], new Covariances.Spherical([1, 1]));
    private static readonly Samples Data = Truth.Sample(400, 1);
    private static readonly Samples Line = Samples.From(new[,] { { 0.0 }, { 1 }, { 2 } });

    [Fact]
    public void Each_report_has_the_views_that_there_is_something_to_show_in()
    {
        Assert.Equal([ReportView.Scatter, ReportView.Histogram], Report.Of(Data).Views);
        Assert.Equal([ReportView.Histogram], Report.Of(Line).Views);
        Assert.Equal([ReportView.Scatter, ReportView.Histogram], Report.Of(Truth).Views);
        Assert.Equal([ReportView.Scatter, ReportView.Histogram, ReportView.LogLikelihood], Report.Of(FitSequence.States(Data, new FitOptions(2))).Views);
        Assert.Equal([ReportView.Scatter, ReportView.Histogram, ReportView.LogLikelihood], Report.OfTrace([-5, -4], Truth).Views);
        Assert.Equal([ReportView.Scatter, ReportView.Histogram, ReportView.Criteria], Report.Of(ModelSelection.Candidates(Data, new SelectionOptions([1, 2]))).Views);
        Assert.Equal([ReportView.Scatter, ReportView.Histogram, ReportView.Stream], Report.Of(Streams.States(new OnlineOptions(2), Truth.Sample(3000, 1), 100)).Views);
    }

    [Fact]
    public void Every_view_is_a_picture()
    {
        var report = Report.Of(FitSequence.States(Data, new FitOptions(2)), Data);
        Assert.All(report.Views, view => Assert.StartsWith("<svg", report.ToSvg(view), StringComparison.Ordinal));
    }

    [Fact]
    public void A_view_that_is_not_there_is_refused_with_those_that_are() => Refuses(
        "The report has no view Criteria: it has Histogram.", () => Report.Of(Line).ToSvg(ReportView.Criteria));

    [Fact]
    public void A_fit_has_every_state_in_its_trace_and_replays_them()
    {
        var states = FitSequence.States(Data, new FitOptions(2)).ToArray();
        var content = Report.Of(states, Data, new ReportOptions { Columns = ["a", "b"] }).Content;
        Assert.Equal(states.Select(state => state.LogLikelihood), content.Trace!.Y);
        Assert.Equal(states.Select(state => (long)state.Iteration), content.States.Select(state => state.Iteration));
        Assert.Equal(states[^1].Mixture, content.Model!.Mixture);
        Assert.Equal(["a", "b"], content.Axes.Select(axis => axis.Name));
        Assert.Contains(("status", "converged"), content.Facts);
        Assert.Contains(("samples", "400"), content.Facts);
        Assert.Contains(("iterations", Text.Count(states[^1].Iteration)), content.Facts);
    }

    [Fact]
    public void Of_more_states_than_are_replayed_the_last_is_always_one()
    {
        var states = FitSequence.States(Data, new FitOptions(3)).ToArray();
        long[] Kept(int most) => [.. Report.Of(states, options: new ReportOptions { MostStates = most }).Content.States.Select(state => state.Iteration)];
        Assert.True(states.Length > 3);
        Assert.Equal([states[^1].Iteration], Kept(1));
        Assert.Equal([0, states[^1].Iteration], Kept(2));
    }

    [Fact]
    public void Of_several_restarts_the_best_is_replayed_and_all_are_in_the_trace()
    {
        var restarts = FitSequence.States(Data, new FitOptions(3) { Seeding = new Seeding.RandomSamples(), Restarts = 5 }).GroupBy(state => state.Restart).Select(states => states.ToArray()).ToArray();
        var best = restarts.MaxBy(states => states[^1].LogLikelihood)!;
        var content = Report.Of(restarts.SelectMany(states => states)).Content;
        Assert.Equal(restarts.Sum(states => states.Length), content.Trace!.X.Length);
        Assert.Equal(best[^1].Mixture, content.Model!.Mixture);
        Assert.Equal(best.Length, content.States.Length);
    }

    [Fact]
    public void A_degenerate_fit_says_why_and_shows_the_last_whole_mixture()
    {
        // Without regularization a component that is left with one point of its own collapses.
        var samples = Samples.From(new[,] { { 0.0 }, { 0.1 }, { 0.2 }, { 50 }, { 50 } });
        var em = new EmOptions { Regularization = Regularization.None, Acceleration = Acceleration.None };
        var states = Em.Iterate(Em.Start(new GaussianMixture([0.5, 0.5], [[0.1], [49]], new Covariances.Spherical([1, 1])), samples, em), samples, em).ToArray();
        Assert.Equal(EmStatus.Degenerate, states[^1].Status);
        var content = Report.Of(states, samples).Content;
        Assert.Contains(("status", "degenerate"), content.Facts);
        Assert.Contains(content.Notes, note => note.StartsWith("The fit is degenerate at component 1: ", StringComparison.Ordinal));
        Assert.Equal(states[^1].Mixture, content.Model!.Mixture);
    }

    [Fact]
    public void A_selection_tells_every_candidate_and_shows_the_best()
    {
        var candidates = ModelSelection.Candidates(Data, new SelectionOptions([1, 2, 3])).ToArray();
        var content = Report.Of(candidates, Data).Content;
        Assert.Equal(candidates.Select(candidate => candidate.Criteria), content.Criteria!.Rows.Select(row => row.Criteria));
        Assert.Equal(candidates[^1].Best.Index, content.Criteria.Best);
        Assert.Equal(candidates[^1].Best.Fit.Mixture, content.Model!.Mixture);
        var table = Payload.Of(Report.Of(candidates)).Root.GetProperty("criteria");
        Assert.Equal("bic", table.GetProperty("criterion").GetString());
        Assert.Equal(candidates[0].Criteria.Icl, table.GetProperty("table")[0].GetProperty("icl").GetDouble());
    }

    [Fact]
    public void A_stream_tells_score_memory_alarms_and_what_became_of_components()
    {
        // Two kinds of samples, then others: a drift that a fit of fixed size must notice.
        var after = new GaussianMixture([0.5, 0.5], [[40, 0], [0, 40]], new Covariances.Spherical([1, 1]));
        var samples = Samples.Concat([Truth.Sample(6000, 1), after.Sample(6000, 2)]);
        var options = new OnlineOptions(2) { Memory = new MemoryPolicy.Adaptive(), Structure = new Structure.Adapt(1, 4) };
        var states = Streams.States(options, samples, 200).ToArray();
        var content = Report.Of(states, samples.Slice(11_000, 1000)).Content;
        Assert.Equal(states.Select(state => state.Position), content.Stream!.Position);
        Assert.Equal(states.Select(state => state.Score ?? double.NaN), content.Stream.Score);
        Assert.Equal(states.Select(state => state.Memory), content.Stream.Memory);
        Assert.NotEmpty(content.Stream.Alarms);
        Assert.Equal(states.Where(state => state.Alarm).Select(state => state.Position), content.Stream.Alarms);
        Assert.Equal(states.Sum(state => state.Events.Count), content.Stream.Events.Length);
        Assert.Equal(states[^1].ComponentIds, content.States[^1].Ids);
        Assert.Equal(states[^1].Mixture, content.Model!.Mixture);
        Assert.Contains(content.Stream.Events, change => change.Text.StartsWith("component", StringComparison.Ordinal));
    }

    [Fact]
    public void One_sample_is_enough() => Assert.Equal(1, Report.Of(Data.Slice(0, 1)).Content.Samples!.Values.Rows);

    [Fact]
    public void Samples_that_cannot_be_drawn_are_left_out_with_a_note()
    {
        var content = Report.Of(Truth, Samples.From(new[,] { { 0.0, double.NaN } }, MissingValues.Marginalize)).Content;
        Assert.Null(content.Samples);
        Assert.Contains("No sample has a positive weight and all its values: none is drawn.", content.Notes);
    }

    [Fact]
    public void Rows_that_miss_a_value_are_told()
    {
        var samples = Samples.From(new[,] { { 0.0, 1 }, { double.NaN, 1 }, { 1, 0 }, { 5, 5 } }, MissingValues.Marginalize).WithWeights(new double[] { 1, 1, 1, 0 });
        var notes = Report.Of(Truth, samples).Content.Notes;
        Assert.Contains("Left out because they miss a value: 1 sample.", notes);
        Assert.Contains("Left out because they weigh nothing: 1 sample.", notes);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Refuses("The samples have 1 features, the mixture 2", () => Report.Of(Truth, Line));
        Refuses("There are 1 names for 2 features", () => Report.Of(Truth, options: new ReportOptions { Columns = ["a"] }));
        Refuses("The axes to show first are 0 and 2", () => Report.Of(Truth, options: new ReportOptions { Axes = (0, 2) }));
        Refuses("The axes to show first are 1 and 1", () => Report.Of(Truth, options: new ReportOptions { Axes = (1, 1) }));
        Refuses("There is no state", () => Report.Of(Array.Empty<EmState>()));
        Refuses("There is no state", () => Report.Of(Array.Empty<OnlineState>()));
        Refuses("There is no candidate", () => Report.Of(Array.Empty<Candidate>()));
        Refuses("There is no log-likelihood", () => Report.OfTrace([], Truth));
        Refuses("Log-likelihood 1 is NaN", () => Report.OfTrace([-1, double.NaN], Truth));
        Refuses("The stream is still warming up", () => Report.Of([OnlineEm.Start(new OnlineOptions(2))]));
        Refuses("No row has a positive weight", () => Report.Of(Line.WithWeights(new double[3])));
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportOptions { MostSamples = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportOptions { MostStates = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportOptions { OutlierProbability = 1.5 });
    }

    private static void Refuses(string beginning, Action action) =>
        Assert.StartsWith(beginning, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
