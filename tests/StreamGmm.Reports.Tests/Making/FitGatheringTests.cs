namespace StreamGmm.Reports.Tests.Making;

public sealed class FitGatheringTests
{
    [Fact]
    public void States_that_are_measured_at_the_ends_only_give_the_better_restart()
    {
        var rows = new GaussianMixture([0.5, 0.5], [[0, 0], [4, 3]], new Covariances.Spherical([1, 2])).Sample(300, seed: 1);
        var gathering = new FitGathering(new ReportOptions());
        Assert.Null(gathering.ToSubject());
        EmState[] fits = [.. new[] { 1, 2, 2 }.Select(components => Gmm.Fit(rows, new FitOptions(components)))];
        for (var restart = 0; restart < fits.Length; restart++)
        {
            var end = fits[restart];
            gathering.Add(restart, 0, -9, end.Mixture, null);
            gathering.Add(restart, 1, -8, end.Mixture, null);
            gathering.Add(restart, 2, end.LogLikelihood, end.Mixture, end);
        }

        var subject = gathering.ToSubject()!;
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2], subject.Trace!.X.ToArray());
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], subject.Trace.Restarts.ToArray());
        Assert.Equal(1, subject.Trace.Best);
        Assert.Equal(["iteration 0", "iteration 1", "iteration 2"], subject.States.Select(state => state.Label));
        Assert.Equal(2, subject.States[^1].Mixture.Components);
        Assert.Contains(("log-likelihood", Text.Value(fits[1].LogLikelihood)), subject.Facts);
    }
}
