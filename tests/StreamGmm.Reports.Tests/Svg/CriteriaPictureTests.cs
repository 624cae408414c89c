using System.Xml.Linq;

namespace StreamGmm.Reports.Tests.Svg;

public sealed class CriteriaPictureTests
{
    private static readonly Criterion[] Criteria = [Criterion.Aic, Criterion.Bic, Criterion.Icl];

    [Fact]
    public void The_best_is_marked_where_it_was_chosen_by()
    {
        var (table, drawn) = (Some.Selection().Criteria!, new Drawn(Some.Selection(), ReportView.Criteria));
        var mark = Assert.Single(drawn.Of("best"));
        Assert.Equal(("3", "full"), ((string?)mark.Attribute("data-components"), (string?)mark.Attribute("data-shape")));
        AssertAt(drawn, mark.Elements().Single(), table.Rows[table.Best], Criterion.Bic);
    }

    [Fact]
    public void The_lowest_whole_fit_of_the_other_criteria_is_marked_too()
    {
        var (table, drawn) = (Some.Selection().Criteria!, new Drawn(Some.Selection(), ReportView.Criteria));
        foreach (var (mark, criterion) in drawn.Of("lowest").Zip([Criterion.Aic, Criterion.Icl]))
            AssertAt(drawn, mark.Elements().Single(), table.Rows.Where(row => row.Status == EmStatus.Converged).MinBy(row => row.Criteria.By(criterion))!, criterion);
        Assert.Equal(2, drawn.Of("lowest").Count());
    }

    [Fact]
    public void Each_shape_is_a_line_through_its_criteria()
    {
        var (table, drawn) = (Some.Selection().Criteria!, new Drawn(Some.Selection(), ReportView.Criteria));
        foreach (var criterion in Criteria)
        {
            foreach (var (shape, number) in new[] { ("full", 0), ("spherical", 1) })
            {
                var group = drawn.Of($"shape-{number}").ElementAt(Array.IndexOf(Criteria, criterion));
                var points = Drawn.Lines(group.Elements().First()).Single();
                CriteriaRow[] rows = [.. table.Rows.Where(row => row.Shape == shape && double.IsFinite(row.Criteria.LogLikelihood))];
                Assert.Equal(rows.Length, points.Count);
                Assert.All(rows.Zip(points), pair => AssertAt(drawn, pair.Second, pair.First, criterion));
            }
        }
    }

    [Fact]
    public void A_degenerate_fit_is_hollow()
    {
        var marks = new Drawn(Some.Selection(), ReportView.Criteria).Of("shape-1").First().Elements().Skip(1);
        Assert.Equal([Ink.Color(1), Ink.Color(1), Ink.Color(1), Ink.Paper], marks.Select(mark => (string?)mark.Attribute("fill")));
    }

    [Fact]
    public void A_shape_far_above_the_others_does_not_press_them_flat()
    {
        var content = Some.Selection() is var plain ? plain with
        {
            Criteria = plain.Criteria! with { Rows = [.. plain.Criteria.Rows, new CriteriaRow(1, "far off", new InformationCriteria(-1e6, 3, 200, 0), EmStatus.Converged)] },
        } : plain;
        var drawn = new Drawn(content, ReportView.Criteria);
        Assert.InRange(drawn.Ticks("y")[^1].Value, 2000, 6000);
        Assert.Contains("some lie higher", drawn.Texts);
        Assert.DoesNotContain("some lie higher", new Drawn(Some.Selection(), ReportView.Criteria).Texts);
    }

    private static void AssertAt(Drawn drawn, XElement circle, CriteriaRow row, Criterion criterion) =>
        AssertAt(drawn, (Drawn.Number(circle, "cx"), Drawn.Number(circle, "cy")), row, criterion);

    private static void AssertAt(Drawn drawn, (double X, double Y) place, CriteriaRow row, Criterion criterion)
    {
        Assert.Equal(row.Components, drawn.X(place.X, Array.IndexOf(Criteria, criterion)), 0.01);
        Assert.Equal(row.Criteria.By(criterion), drawn.Y(place.Y), 1.0);
    }
}
