using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Reports;

/// <summary>The report of a fit, gathered while it runs.</summary>
internal sealed class FitDrawing
{
    private readonly FitGathering states = new(new ReportOptions());
    private RowReservoir? reservoir;
    private Samples? samples;

    /// <summary>The samples that are fitted.</summary>
    public void Take(Samples all) => samples = all;

    /// <summary>Some of them, of which a few are kept.</summary>
    public void TakeBlock(Samples block) => (reservoir ??= new RowReservoir(block.Dimension)).Add(block);

    /// <summary>The next state.</summary>
    public void Take(FitStep step) => states.Add(step.Restart, step.Iteration, step.LogLikelihood, step.Mixture, step.Measured);

    public Report Draw(IReadOnlyList<string> columns)
    {
        var subject = states.ToSubject()!;
        if (reservoir is { IsPart: true } part)
            subject = subject with { Notes = [.. subject.Notes, FormattableString.Invariant($"The samples here are {part.Rows.Count:N0} of {part.Seen:N0} rows, drawn at random: the file was read by blocks.")] };
        return Report.Make(subject, (samples ?? reservoir!.Rows).WithoutLabels(), new ReportOptions { Columns = columns });
    }
}
