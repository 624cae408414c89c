using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StreamGmm.Reports.Tests.Svg;

/// <summary>Pictures that were looked at and found good.</summary>
public sealed partial class GoldenTests
{
    /// <summary>Pixels by which a number may differ.</summary>
    private const double Tolerance = 0.05;

    public static TheoryData<string> Names => [.. Pictures.Keys];

    private static Dictionary<string, (Func<ReportContent> Content, ReportView View)> Pictures { get; } = new()
    {
        ["scatter"] = (() => Content.Of(Some.Around(Some.Pair(), 60), Some.Pair(), ["length (cm)", "weight (g)"]) with { Title = "Two components" }, ReportView.Scatter),
        ["scatter-shifted"] = (() => Content.Of(Some.Around(Some.Pair(1e8), 12), Some.Pair(1e8)) with { Title = "Far from 0" }, ReportView.Scatter),
        ["scatter-mixture"] = (() => Content.Of(null, Some.Many(10)) with { Title = "A mixture alone" }, ReportView.Scatter),
        ["scatter-data"] = (() => Content.Of(Some.Around(Some.Pair(), 30), null) with { Title = "Samples alone" }, ReportView.Scatter),
        ["histogram"] = (() => Content.Of(Some.Around(Some.Pair(), 60), Some.Pair(), ["length (cm)", "weight (g)"], bins: 12) with { Title = "Two components" }, ReportView.Histogram),
        ["histogram-one-feature"] = (() => Content.Of(Samples.From([.. Some.Around(Some.Pair(), 60).Select(row => new[] { row[0] })]), Some.Pair().Marginal(0), bins: 12) with { Title = "One feature" }, ReportView.Histogram),
        ["log-likelihood"] = (Some.Fit, ReportView.LogLikelihood),
        ["criteria"] = (Some.Selection, ReportView.Criteria),
        ["stream"] = (Some.Stream, ReportView.Stream),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_picture_is_the_approved_one(string name)
    {
        var (content, view) = Pictures[name];
        var svg = SvgPicture.Of(content(), view);
        var approved = Approved(name);
        if ((File.Exists(approved) ? Difference(XElement.Load(approved), XElement.Parse(svg)) : "there is no approved one yet") is not { } difference)
            return;
        var received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.svg");
        File.WriteAllText(received, svg);
        Assert.Fail($"The picture '{name}' is not the approved one: {difference}.\nLook at {received} in a browser; if it is right, accept it: cp {received} {approved}");
    }

    [Theory]
    [InlineData("""<g fill="#0072b2" d="M1 2l.5-.25"/>""", true)]
    [InlineData("""<g fill="#0072b2" d="M1.04 2l.5-.29"/>""", true)]
    [InlineData("""<g fill="#0072b2" d="M1.06 2l.5-.25"/>""", false)]
    [InlineData("""<g fill="#0072b3" d="M1 2l.5-.25"/>""", false)]
    [InlineData("""<g fill="#0072b2" d="M1 2l.5-.25z"/>""", false)]
    [InlineData("""<g d="M1 2l.5-.25" fill="#0072b2"/>""", false)]
    [InlineData("""<g fill="#0072b2" d="M1 2l.5-.25">1</g>""", false)]
    [InlineData("""<g fill="#0072b2" d="M1 2l.5-.25"><a/></g>""", false)]
    [InlineData("""<h fill="#0072b2" d="M1 2l.5-.25"/>""", false)]
    public void A_difference_is_seen(string other, bool isSame) =>
        Assert.Equal(isSame, Difference(XElement.Parse("""<g fill="#0072b2" d="M1 2l.5-.25"/>"""), XElement.Parse(other)) is null);

    /// <summary>Where two elements differ in name, attributes, text or what is inside; null where they do not, numbers within the tolerance.</summary>
    private static string? Difference(XElement approved, XElement received)
    {
        var place = $"<{approved.Name.LocalName}> {approved.Attribute("class")}".Trim();
        if (approved.Name != received.Name)
            return $"{place} is now <{received.Name.LocalName}>";
        if (!approved.Attributes().Select(a => a.Name).SequenceEqual(received.Attributes().Select(a => a.Name)))
            return $"{place} has the attributes {string.Join(", ", received.Attributes().Select(a => a.Name))}; approved are {string.Join(", ", approved.Attributes().Select(a => a.Name))}";
        foreach (var (before, after) in approved.Attributes().Zip(received.Attributes()))
        {
            if (!AreClose(before.Value, after.Value, before.Name.LocalName is "fill" or "stroke"))
                return $"{place} has {after.Name} {Short(after.Value)}; approved is {Short(before.Value)}";
        }

        if (!approved.HasElements && approved.Value != received.Value)
            return $"{place} says '{received.Value}'; approved is '{approved.Value}'";
        if (approved.Elements().Count() != received.Elements().Count() || approved.HasElements != received.HasElements)
            return $"{place} holds {received.Elements().Count()} elements; approved are {approved.Elements().Count()}";
        return approved.Elements().Zip(received.Elements(), Difference).FirstOrDefault(difference => difference is not null) is { } inside ? $"{inside}, in {place}" : null;
    }

    private static bool AreClose(string approved, string received, bool isName)
    {
        if (isName || approved == received)
            return approved == received;
        var (before, after) = (Numbers().Matches(approved), Numbers().Matches(received));
        return before.Count == after.Count
            && Words(approved).SequenceEqual(Words(received))
            && before.Zip(after).All(pair => Math.Abs(double.Parse(pair.First.Value, CultureInfo.InvariantCulture) - double.Parse(pair.Second.Value, CultureInfo.InvariantCulture)) <= Tolerance);
    }

    /// <summary>What stands between numbers; a space and none are the same where a sign parts them.</summary>
    private static IEnumerable<string> Words(string text) => Numbers().Split(text).Select(part => part.Trim());

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;

    private static string Approved(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", $"{name}.svg");

    [GeneratedRegex(@"-?(?:\d+\.?\d*|\.\d+)")]
    private static partial Regex Numbers();
}
