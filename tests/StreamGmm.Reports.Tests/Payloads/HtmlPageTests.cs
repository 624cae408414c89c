using System.Text.RegularExpressions;

namespace StreamGmm.Reports.Tests.Payloads;

public sealed partial class HtmlPageTests
{
    private static readonly string Page = Report.Of(Samples.From(new[,] { { 0.0, 1 }, { 1, 0 } }), new ReportOptions { Title = "A & B" }).ToHtml();

    [Fact]
    public void Every_place_of_the_template_is_filled() => Assert.DoesNotMatch(Placeholder(), Page);

    [Fact]
    public void The_title_is_escaped() => Assert.Contains("<title>A &amp; B</title>", Page, StringComparison.Ordinal);

    [Fact]
    public void A_title_with_the_name_of_a_place_stays_as_it_is() =>
        Assert.Contains("<title>{{report}}</title>", HtmlPage.Write("{{report}}", "{}"), StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_fetched()
    {
        Assert.Contains("default-src 'none'", Page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Fetched(), Page);
    }

    [Fact]
    public void Libraries_come_first_and_the_report_last() => Assert.Equal(
        ["vendor/d3-array.min.js", "vendor/d3-contour.min.js", "vendor/uPlot.iife.min.js", "mixture.js", "plot.js", "theme.js", "views/a.js", "views/b.js", "report.js"],
        HtmlPage.Scripts(["report.js", "views/b.js", "plot.js", "vendor/uPlot.iife.min.js", "report.html", "theme.js", "vendor/d3-contour.min.js", "mixture.js", "views/a.js", "report.css", "vendor/d3-array.min.js"]));

    [Fact]
    public void The_page_is_written_as_utf_8_and_the_stream_left_open()
    {
        var report = Report.Of(Samples.From(new[,] { { 0.0 }, { 1 } }), new ReportOptions { Title = "Größe" });
        using var stream = new MemoryStream();
        report.WriteHtml(stream);
        stream.WriteByte((byte)'.');
        Assert.Equal(report.ToHtml() + ".", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [GeneratedRegex(@"\{\{\w+\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"<(script|link|img|iframe)[^>]*(src|href)\s*=\s*[""'](?!data:)", RegexOptions.IgnoreCase)]
    private static partial Regex Fetched();
}
