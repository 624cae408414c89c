using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Reports;

/// <summary>The report of a fit, gathered while it runs.</summary>
internal sealed class FitDrawing
{
    private readonly FitGathering states = new(new ReportOptions());
    private RowReservoir? reservoir;
    private Samples? samples;
    private long? ofRows;

    /// <summary>The samples that are fitted.</summary>
    public void Take(Samples all) => samples = all;

    /// <summary>Some of them, of which a few are kept.</summary>
    public void TakeBlock(Samples block) => (reservoir ??= new RowReservoir(block.Dimension)).Add(block);

    /// <summary>Rows that were drawn at random, of so many.</summary>
    public void TakePart(Samples drawn, long rows) => (samples, ofRows) = (drawn, rows > drawn.Count ? rows : null);

    /// <summary>The next state.</summary>
    public void Take(FitStep step) => states.Add(step.Restart, step.Iteration, step.LogLikelihood, step.Mixture, step.Measured);

    public Report Draw(IReadOnlyList<string> columns)
    {
        var subject = states.ToSubject()!;
        var shown = samples ?? reservoir!.Rows;
        if (ofRows is null && reservoir is { IsPart: true })
            ofRows = reservoir.Seen;
        if (ofRows is { } all)
            subject = subject with { Notes = [.. subject.Notes, FormattableString.Invariant($"The samples here are {shown.Count:N0} of {all:N0} rows, drawn at random: the data were read by blocks.")] };
        return Report.Make(subject, shown.WithoutLabels(), new ReportOptions { Columns = columns });
    }
}
