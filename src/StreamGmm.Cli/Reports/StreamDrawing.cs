namespace StreamGmm.Cli.Reports;

/// <summary>The report of a stream, gathered while it is followed, in bounded memory.</summary>
internal sealed class StreamDrawing(ReportPlace place, Shell shell, Action<string> note, int dimension, IReadOnlyList<string>? columns)
{
    private readonly StreamGathering states = new(new ReportOptions());
    private readonly LatestRows latest = new(RowReservoir.Most(dimension));

    /// <summary>The state that is gone on from.</summary>
    public void Begin(OnlineState state)
    {
        if (state.Current is not null)
            states.Add(state);
    }

    /// <summary>A batch, and the state after it.</summary>
    public void Add(Samples? batch, OnlineState state)
    {
        if (batch is not null)
            latest.Add(batch);
        states.Add(state);
    }

    /// <summary>Writes the report of all that was learned, cancelled or not.</summary>
    public void Write()
    {
        var samples = latest.All;
        if (!states.HasAny)
        {
            note("No report is drawn: no row has come.");
            return;
        }

        var subject = states.ToSubject();
        if (samples?.Count < latest.Seen)
            subject = subject with { Notes = [.. subject.Notes, FormattableString.Invariant($"The samples here are the last {samples.Count:N0} of {latest.Seen:N0} that came.")] };
        place.Write(Report.Make(subject, samples?.WithoutLabels(), new ReportOptions { Columns = columns }), shell with { Cancelled = CancellationToken.None }, note);
    }

    /// <summary>Writes it where the run ends by a fault, which is told after all: another one here is told beside it.</summary>
    public void WriteAnyhow()
    {
        try
        {
            Write();
        }
        catch (IOException e)
        {
            shell.Say(e.Message);
        }
    }
}
