using System.Globalization;
using System.Text;
using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Reports;

/// <summary>Where a report goes: a page, or one picture where the name ends in .svg. A file is replaced as a whole or not at all.</summary>
/// <param name="path">The file, or - for standard output.</param>
/// <param name="option">The option that names it.</param>
/// <param name="view">The picture wanted; null for a page, or the first picture that there is.</param>
internal sealed class ReportPlace(string path, string option, ReportView? view = null)
{
    private bool IsPicture => view is not null || path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private bool IsOutput => path == "-";

    /// <summary>The place that the option --report names; null where it is not given.</summary>
    public static ReportPlace? Beside(string? path) => path switch
    {
        null => null,
        "-" => throw new UsageException("--report is '-': standard output has the results, a file was expected. Say --report report.html."),
        _ => new ReportPlace(path, "--report"),
    };

    /// <summary>Refuses a place that nothing can be written at, or that another file of the command has, before the work is done.</summary>
    public void RequireWritable(params IEnumerable<string?> others)
    {
        if (IsOutput)
            return;
        if (others.Any(other => !string.IsNullOrEmpty(other) && other != "-" && Path.GetFullPath(other) == Path.GetFullPath(path)))
            throw new UsageException($"{option} is '{path}', which this command reads or saves: the report would take its place. Name another file with {option}.");
        SavePlace.RequireWritable(path, option, "report.html");
    }

    /// <summary>Writes the report, and says where it is and what was drawn.</summary>
    public void Write(Report report, Shell shell, Action<string> note)
    {
        shell.Cancelled.ThrowIfCancellationRequested();
        var bytes = Bytes(report);
        shell.Cancelled.ThrowIfCancellationRequested();
        if (IsOutput)
            shell.Output.Write(bytes);
        else
            SavePlace.Save(path, option, () => AtomicFile.Write(path, stream => stream.Write(bytes)));
        note($"The report is {(IsOutput ? "on standard output" : $"in '{path}'")}: {Size(bytes.Length)}{Drawn(report)}.");
    }

    private byte[] Bytes(Report report)
    {
        if (!IsPicture)
        {
            using var page = new MemoryStream();
            report.WriteHtml(page);
            return page.ToArray();
        }

        var wanted = view ?? report.Views[0];
        return report.Views.Contains(wanted)
            ? Encoding.UTF8.GetBytes(report.ToSvg(wanted))
            : throw new UsageException($"--view is {Name(wanted)}: there is nothing to show in it here. Say one of {string.Join(", ", report.Views.Select(Name))}.");
    }

    /// <summary>A view as it is written at a shell: "log-likelihood".</summary>
    public static string Name(ReportView view) => view == ReportView.LogLikelihood ? "log-likelihood" : view.ToString().ToLowerInvariant();

    private static string Size(int bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:F0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB");

    private static string Drawn(Report report) => report.Content.Samples is not { } samples ? ""
        : samples.Rows.Length == samples.Count ? $", {samples.Count} {(samples.Count == 1 ? "sample" : "samples")}"
        : $", {samples.Rows.Length} of {samples.Count} samples drawn";
}
