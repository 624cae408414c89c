using StreamGmm.Cli.Input;
using StreamGmm.Cli.Output;
using StreamGmm.Cli.Reports;

namespace StreamGmm.Cli.Commands;

/// <summary>A run of <c>follow</c>: rows come, batches are learned and told, and however it ends the state is saved where asked to.</summary>
internal sealed class Following(FollowedRows rows, Follower follower, FollowJson output)
{
    private long batches;
    private bool isTold;

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

    public void Run()
    {
        Drawing?.Begin(follower.State);
        try
        {
            LearnAll();
            var last = follower.Last;
            if (follower.Waiting > 0)
                Drawing?.Add(follower.Rest, last);
            if (!output.IsOver)
                TellEnd(last);
        }
        catch (Exception e) when ((File ?? (object?)Drawing) is not null && e is not ArgumentException)
        {
            // Options that do not suit the rows (the exception) leave all as it was.
            if (e is OperationCanceledException && rows.IsPiped)
                KeepWhatHasCome();
            if (File is not null)
                SaveWhatIsNew();
            Drawing?.WriteAnyhow();
            throw;
        }

        Save();
        Drawing?.Write();
    }

    /// <summary>Tells the last state, where it was not told, and why it has no mixture, where no run comes after this one.</summary>
    private void TellEnd(OnlineState last)
    {
        if (!isTold || follower.Waiting > 0)
            output.Write(last);
        if (last.Mixture is null && File is null)
            Note(FormattableString.Invariant($"There is no mixture: {last.SamplesSeen} rows of weight {last.WeightSeen:G6} came, the first fit waits for 500 and a weight of 500 at least, more for many components or features. Give more rows, and weights of about 1; or fit these at once with streamgmm fit."));
    }

    /// <summary>Until the input ends, or nobody reads what is told.</summary>
    private void LearnAll()
    {
        do
        {
            while (!output.IsOver && LearnBatch())
            {
                if (++batches % (SaveEvery ?? long.MaxValue) == 0)
                    Save();
            }
        }
        while (!output.IsOver && Take(follower.Missing));
    }

    private bool LearnBatch()
    {
        var before = follower.State.Position;
        if (!follower.LearnBatch())
            return false;
        Drawing?.Add(follower.Learned, follower.State);
        isTold = follower.State.Position / Every > before / Every;
        if (isTold)
            output.Write(follower.State);
        return true;
    }

    private bool Take(int most)
    {
        if (rows.Next(most) is not { } next)
            return false;
        follower.Add(next, rows.Position);
        return true;
    }

    /// <summary>What was taken from standard input does not come again.</summary>
    private void KeepWhatHasCome()
    {
        try
        {
            while (Take(int.MaxValue))
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or UsageException or IOException or InvalidDataException)
        {
            // There is no more that could be kept.
        }
    }

    private void SaveWhatIsNew()
    {
        if (!follower.HasMoved)
            return;
        Save();
        Note($"The state is saved in '{File!.Path}' at position {follower.Position}.");
    }

    private void Save() => File?.Save(follower.Saved(rows.Columns));
}
