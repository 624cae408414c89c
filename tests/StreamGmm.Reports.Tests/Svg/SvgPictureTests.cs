using System.Xml.Linq;

namespace StreamGmm.Reports.Tests.Svg;

public sealed class SvgPictureTests
{
    private const string Hostile = "<script>alert(\"1\")</script> & ]]> \u0001 \ud800 \uffff 'x' \n 😀 \u202e";

    public static TheoryData<ReportView> Views => [.. Enum.GetValues<ReportView>()];

    /// <summary>What could break a picture, by name.</summary>
    public static TheoryData<string> Hard => [.. Cases.Keys];

    private static Dictionary<string, Func<ReportContent>> Cases { get; } = new()
    {
        ["one sample"] = () => Content.Of(Samples.From([[3, 4]]), Some.Pair()),
        ["one sample alone"] = () => Content.Of(Samples.From([[3, 4]]), null),
        ["a constant column"] = () => Content.Of(Samples.From([[1, 5], [2, 5], [3, 5]]), null),
        ["constant columns at 1e8"] = () => Content.Of(Samples.From([[1e8, -1e8], [1e8, -1e8]]), null),
        ["a range below the doubles"] = () => Content.Of(Samples.From([[1e8, 1], [1e8 + 1.5e-8, 1 + 3e-16]]), null),
        ["a shift of 1e8"] = () => Content.Of(Some.Around(Some.Pair(1e8), 30), Some.Pair(1e8)),
        ["a shift of 1e15"] = () => Content.Of(Samples.From([[1e15, 1], [1e15 + 1, 2]]), null),
        ["tiny units"] = () => Content.Of(Samples.From([[1e-140, 1], [2e-140, 2], [3e-140, 4]]), null),
        ["huge units"] = () => Content.Of(Samples.From([[-1e149, 1], [2e149, 2], [3e149, 4]]), null),
        ["one component"] = () => Content.Of(Some.Around(Some.Many(1), 10), Some.Many(1)),
        ["a hundred components"] = () => Content.Of(Some.Around(Some.Many(100), 200), Some.Many(100)),
        ["no samples"] = () => Content.Of(null, Some.Pair()),
        ["a component without weight, far away"] = () => Content.Of(Some.Around(Some.Pair(), 30), new GaussianMixture(
            RealVector.Create([1.0, 0]), RealMatrix.Create(new[,] { { 2.0, 50 }, { 1e100, 0 } }), new Covariances.Spherical(RealVector.Create([1.0, 1e-10])))),
        ["needles"] = () => Content.Of(Some.Around(Some.Pair(), 30), new GaussianMixture(
            RealVector.Create([0.5, 0.5]), RealMatrix.Create(new[,] { { 2.0, 50 }, { 6, 80 } }), new Covariances.Spherical(RealVector.Create([1e-20, 1e20])))),
        ["one feature"] = () => Content.Of(Samples.From([[1], [2], [6]]), Some.Pair().Marginal(0)),
        ["weights of 0"] = () => Content.Of(Samples.From([[1, 2], [3, 4]]), null) is var content
            ? content with { Samples = content.Samples! with { Histograms = [.. content.Samples.Histograms.Select(h => h with { Counts = RealVector.Create(new double[h.Counts.Length]) })] } }
            : content,
    };

    [Theory]
    [MemberData(nameof(Hard))]
    public void Hard_content_gives_a_picture_of_finite_numbers(string name)
    {
        var content = Cases[name]();
        foreach (var view in content.Views)
        {
            var svg = SvgPicture.Of(content, view);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", svg, StringComparison.Ordinal);
            Assert.InRange(svg.Length, 500, 300_000);
            var drawn = new Drawn(content, view);
            Assert.All(drawn.Of("x-ticks").Concat(drawn.Of("y-ticks")), ticks => Assert.InRange(ticks.Elements().Count(), 1, 20));
            Assert.All(drawn.Of("x-ticks").Elements(), text => Assert.InRange(Drawn.Number(text, "x"), 0, Picture.Width));
            Assert.All(drawn.Of("y-ticks").Elements(), text => Assert.InRange(Drawn.Number(text, "y"), 0, Picture.Height));
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Names_of_users_are_text_and_nothing_else(ReportView view)
    {
        var plain = Everything(new string('x', Hostile.Length));
        var (drawn, expected) = (new Drawn(Everything(Hostile), view), new Drawn(plain, view));
        Assert.Equal(expected.Root.DescendantsAndSelf().Select(e => e.Name), drawn.Root.DescendantsAndSelf().Select(e => e.Name));
        Assert.Equal("<script>alert(\"1\")</script> & ]]> \ufffd \ufffd \ufffd 'x'   😀 \u202e", drawn.Root.Element(Shape.Svg + "title")!.Value);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void It_stands_alone_and_can_be_read_out(ReportView view)
    {
        var root = new Drawn(Everything("A title"), view).Root;
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal("0 0 720 480", (string?)root.Attribute("viewBox"));
        Assert.Equal("A title", root.Elements().First().Value);
        Assert.Equal(Shape.Svg + "desc", root.Elements().ElementAt(1).Name);
        Assert.InRange(root.Elements().ElementAt(1).Value.Length, 40, 2000);
        Assert.DoesNotContain(root.DescendantsAndSelf(), element => element.Name.LocalName is "script" or "style" or "image" or "use" or "a" or "foreignObject");
        Assert.DoesNotContain(root.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "href" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void It_has_its_own_paper(ReportView view)
    {
        var paper = new Drawn(Everything("x"), view).Root.Elements(Shape.Svg + "rect").First();
        Assert.Equal((Ink.Paper, 720.0, 480.0), ((string?)paper.Attribute("fill"), Drawn.Number(paper, "width"), Drawn.Number(paper, "height")));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Rectangles_that_clip_are_named_by_what_they_are_so_that_pictures_can_share_a_page(ReportView view) =>
        Assert.All(new Drawn(Everything("x"), view).Root.Descendants(Shape.Svg + "clipPath"), clip =>
            Assert.Equal((string?)clip.Attribute("id"), "clip-" + string.Join('-', new[] { "x", "y", "width", "height" }.Select(name => clip.Elements().Single().Attribute(name)!.Value))));

    [Fact]
    public void A_report_gives_the_picture_of_its_content()
    {
        var report = Report.Of(Some.Pair(), Some.Around(Some.Pair(), 20), new ReportOptions { Title = "Through the front door" });
        foreach (var view in report.Views)
            Assert.Equal("Through the front door", XElement.Parse(report.ToSvg(view)).Elements().First().Value);
    }

    [Fact]
    public void The_description_tells_what_the_eye_sees()
    {
        var description = new Drawn(Content.Of(Some.Around(Some.Pair(), 30), Some.Pair(), ["length", "weight"]), ReportView.Scatter).Root.Element(Shape.Svg + "desc")!.Value;
        Assert.Contains("31 samples, 2 components, weight against length", description, StringComparison.Ordinal);
        Assert.Contains("Component 1 has 70 % of the weight and its mean at length 6, weight 80.", description, StringComparison.Ordinal);
    }

    /// <summary>Content with all views, in which everything that users name is named so.</summary>
    private static ReportContent Everything(string name) => Content.Of(Some.Around(Some.Pair(), 20), Some.Pair(), [name, name]) with
    {
        Title = name,
        Trace = Some.Fit().Trace! with { XLabel = name },
        Criteria = Some.Selection().Criteria! is var table ? table with { Rows = [.. table.Rows.Select(row => row with { Shape = row.Shape + name })] } : table,
        Stream = Some.Stream().Stream! with { Events = [new StreamEvent(600, name)] },
    };
}
