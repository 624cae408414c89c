namespace StreamGmm;

/// <summary>Lets a fresh fit compete with the mixture that follows a stream after each drift alarm; the one that explains the rows to come better goes on.</summary>
internal static class Challenge
{
    /// <summary>A contest that is near is decided after so many warm-ups.</summary>
    private const double Longest = 4;

    /// <summary>The state after a piece was learned, with the challenger that it has, called out or dropped.</summary>
    /// <param name="state">The state after the piece.</param>
    /// <param name="piece">Its rows.</param>
    /// <param name="since">What has passed since the piece before.</param>
    /// <param name="logLikelihood">That of the piece before the state learned it.</param>
    /// <param name="drifted">The piece raised an alarm.</param>
    /// <param name="options">The options of the state.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static OnlineState Next(OnlineState state, Samples piece, MemoryPolicy.Passed since, double logLikelihood, bool drifted, OnlineOptions options, CancellationToken cancellationToken)
    {
        var own = options with { Components = state.Current!.Components, Structure = new Structure.Fixed(), IsChallenger = true };
        // One that is fitted already goes on: where the stream keeps drifting, none would ever end its contest.
        var challenger = drifted && state.Challenger?.State.Current is null ? new Challenger(OnlineEm.Start(own), 0, 0) : state.Challenger;
        if (challenger is null)
            return state;
        var before = challenger.State;
        var after = Learning.Next(
            before with { SamplesSeen = before.SamplesSeen + piece.Count, WeightSeen = before.WeightSeen + piece.TotalWeight }, piece, since, own, cancellationToken);
        challenger = challenger with { State = after };
        if (before.Current is null || !(piece.TotalWeight > 0))
            return state with { Challenger = challenger };

        // Two good fits differ by about half a nat a parameter. No piece decides alone: its rows may be wild.
        double clear = state.Current.ParameterCount;
        var lead = (after.Score!.Value * piece.TotalWeight) - logLikelihood;
        challenger = challenger with { Lead = challenger.Lead + (double.IsNaN(lead) ? 0 : Math.Clamp(lead, -clear, clear)), Weight = challenger.Weight + piece.TotalWeight };
        var warmUp = own.WarmUp(piece.Dimension);
        if (challenger.Weight < warmUp || (Math.Abs(challenger.Lead) <= clear && challenger.Weight < Longest * warmUp))
            return state with { Challenger = challenger };
        return challenger.Lead > 0 ? TakeOver(state, after) : state with { Challenger = null };
    }

    private static OnlineState TakeOver(OnlineState state, OnlineState fresh)
    {
        var old = state.Lineage;
        var ids = Enumerable.Range(0, fresh.Current!.Components).Select(k => old.NextId + k).ToArray();
        return state with
        {
            Current = fresh.Current,
            Statistics = fresh.Statistics,
            Average = fresh.Average,
            Clock = fresh.Clock,
            Waiting = fresh.Waiting,
            Detector = new DriftDetector(),
            Challenger = null,
            Lineage = old with { Ids = [.. ids], NextId = old.NextId + ids.Length, Weak = [] },
            Events = [.. state.Events, .. old.Ids.Select(id => new LineageEvent.Died(id)), .. ids.Select(id => new LineageEvent.Born(id))],
        };
    }
}
