using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary>A run of <c>follow</c> over a broker's stream: batches are learned and told as they come, and however it ends the state is saved where asked to.</summary>
/// <remarks>Rows of an unfinished batch are not kept, as the stream gives them again: a run that is killed goes on from the last state saved to the same states.</remarks>
internal sealed class StreamFollowing(StreamRows rows, OnlineOptions options, FollowJson output)
{
    private const int MostTold = 20;

    private long saved;
    private int told;

    /// <summary>The state after the last batch.</summary>
    public required OnlineState State { get; set; }

    /// <summary>Each batch that ends at or beyond a multiple of so many rows is told.</summary>
    public required long Every { get; init; }

    /// <summary>Where the state is saved, if it is.</summary>
    public StateFile? File { get; init; }

    /// <summary>After how many batches it is saved each time; null for the end only.</summary>
    public int? SaveEvery { get; init; }

    /// <summary>What gathers a report, where one is asked for.</summary>
    public StreamDrawing? Drawing { get; init; }

    /// <summary>Says something about the run.</summary>
    public required Action<string> Note { get; init; }

    /// <summary>Says what was passed over.</summary>
    public required Action<string> Say { get; init; }

    public void Run(CancellationToken cancelled)
    {
        saved = State.Position;
        Drawing?.Begin(State);
        try
        {
            LearnAll(cancelled);
        }
        catch (Exception e) when ((File ?? (object?)Drawing) is not null && e is not ArgumentException)
        {
            // Options that do not suit the rows (the exception) leave all as it was.
            if (State.Position > saved)
                Save();
            if (File is not null)
                Note($"The state is saved in '{File.Path}' at position {State.Position}.");
            Drawing?.WriteAnyhow();
            throw;
        }

        Save();
        Drawing?.Write();
    }

    /// <summary>Until nobody reads what is told: the stream does not end.</summary>
    private void LearnAll(CancellationToken cancelled)
    {
        var batches = 0L;
        foreach (var batch in rows.Batches())
        {
            Learn(batch, cancelled);
            if (++batches % (SaveEvery ?? long.MaxValue) == 0)
                Save();
            if (output.IsOver)
                return;
        }
    }

    private void Learn(Batch batch, CancellationToken cancelled)
    {
        var before = State;
        try
        {
            State = OnlineEm.Next(before, batch, options with { OnBadBatch = OnBadBatch.Fault }, cancelled);
        }
        catch (ArgumentException e) when (batch.Fault is not null || options.OnBadBatch == OnBadBatch.Skip || (before.Current is not null && before.Position > saved))
        {
            var fault = StreamRows.Told(batch.Fault?.Message ?? $"The batch that ends at position {batch.Position}: {e.Message}");
            if (options.OnBadBatch != OnBadBatch.Skip)
                throw new UsageException(fault, e);
            State = OnlineEm.Next(before, batch, options, cancelled);
            if (told <= MostTold)
                Say(told++ < MostTold ? $"Passed over: {fault}" : "Passed over: more messages, which are not told one by one.");
            return;
        }

        Drawing?.Add(batch.Samples, State);
        if (State.SamplesSeen / Every > before.SamplesSeen / Every)
            output.Write(State);
    }

    private void Save()
    {
        File?.Save(new SavedState(State, rows.Columns) { Source = rows.Source });
        saved = State.Position;
    }
}
