namespace StreamGmm.Reports.Tests.Making;

public sealed class SelectionSubjectTests
{
    [Fact]
    public void A_selection_that_was_told_shows_its_table_with_or_without_a_mixture()
    {
        var table = new CriteriaTable(Criterion.Bic, 0, [new CriteriaRow(1, "full", new InformationCriteria(-10, 2, 5, 0), EmStatus.Converged)]);
        var rows = Samples.From((double[])[1, 2, 3], 1);
        var report = Report.Make(SelectionSubject.Of(table, null), rows, null);
        Assert.Equal([ReportView.Histogram, ReportView.Criteria], report.Views);
        Assert.Null(report.Content.Model);
        Assert.Equal("selection", report.Content.Kind);
        var mixture = new GaussianMixture([1], [[2]], new Covariances.Spherical([1]));
        Assert.Equal(mixture, Report.Make(SelectionSubject.Of(table, mixture), null, null).Content.Model!.Mixture);
    }
}
