using System.Collections.Immutable;
using System.Globalization;

namespace StreamGmm;

/// <summary>A mixture that follows a stream, and everything needed to go on. Immutable.</summary>
public sealed record OnlineState
{
    private readonly Lazy<GaussianMixture?> mixture;

    internal OnlineState() => mixture = new Lazy<GaussianMixture?>(Report);

    private OnlineState(OnlineState original)
    {
        (Current, Statistics, Average, Detector, Pending) = (original.Current, original.Statistics, original.Average, original.Detector, original.Pending);
        (Clock, Waiting, WeightSeen, SamplesSeen, Position, Time) = (original.Clock, original.Waiting, original.WeightSeen, original.SamplesSeen, original.Position, original.Time);
        (Score, Alarm, Alarms, Regularization) = (original.Score, original.Alarm, original.Alarms, original.Regularization);
        (DroppedWeight, RefusedBatches, Lineage, Events, Challenger) = (original.DroppedWeight, original.RefusedBatches, original.Lineage, original.Events, original.Challenger);
        mixture = new Lazy<GaussianMixture?>(Report);
    }

    /// <summary>The mixture to use, made of all that was learned when it is asked for: from averaged statistics where the memory averages, else from <see cref="Statistics"/>; null while warming up.</summary>
    public GaussianMixture? Mixture => mixture.Value;

    /// <summary>The mixture that learns and scores the next batch, made anew every so many rows; null while warming up.</summary>
    public GaussianMixture? Current { get; internal init; }

    /// <summary>The statistics remembered; null while warming up.</summary>
    public SufficientStatistics? Statistics { get; internal init; }

    /// <summary>The weight of the samples remembered.</summary>
    public double Memory => Statistics?.TotalWeight ?? WeightSeen;

    /// <summary>The weight of all samples seen.</summary>
    public double WeightSeen { get; internal init; }

    /// <summary>The number of all rows seen.</summary>
    public long SamplesSeen { get; internal init; }

    /// <summary>The position in the source up to which rows are learned (or kept for the warm-up).</summary>
    public long Position { get; internal init; }

    /// <summary>The mean log-likelihood of the last batch, in nats, under the mixture before it was learned; null while warming up.</summary>
    public double? Score { get; internal init; }

    /// <summary>True when the last batch raised a drift alarm.</summary>
    public bool Alarm { get; internal init; }

    /// <summary>The number of drift alarms so far.</summary>
    public int Alarms { get; internal init; }

    /// <summary>The weight of rows that were dropped unlearned because they came too fast, as their batches told.</summary>
    public double DroppedWeight { get; internal init; }

    /// <summary>The number of batches that could not be learned and were passed over.</summary>
    public int RefusedBatches { get; internal init; }

    /// <summary>The id of each component of <see cref="Current"/>, K of them: it stays with the component for life. Empty while warming up.</summary>
    public IReadOnlyList<long> ComponentIds => Lineage.Ids;

    /// <summary>What became of components in the last batch: they change where <see cref="OnlineOptions.Structure"/> lets them, and all at once where a fresh fit takes over after a drift.</summary>
    public IReadOnlyList<LineageEvent> Events { get; internal init; } = [];

    /// <summary>D, where rows have been seen or a mixture given.</summary>
    internal int? Dimension => Current?.Dimension ?? (Pending.IsEmpty ? null : Pending[0].Dimension);

    internal Lineage Lineage { get; init; } = new();

    /// <summary>The rows that wait for the warm-up.</summary>
    internal ImmutableList<Samples> Pending { get; init; } = [];

    /// <summary>W: the weight seen since the start or the last alarm.</summary>
    internal double Clock { get; init; }

    /// <summary>The weight in the statistics that <see cref="Current"/> is not made of yet.</summary>
    internal double Waiting { get; init; }

    /// <summary>When the last batch was taken.</summary>
    internal DateTimeOffset? Time { get; init; }

    internal AveragedStatistics? Average { get; init; }

    internal DriftDetector Detector { get; init; } = new();

    /// <summary>A fresh fit that competes since the last alarm, if it still does.</summary>
    internal Challenger? Challenger { get; init; }

    internal Regularization Regularization { get; init; } = Regularization.None;

    /// <summary>One line: "4096 samples, score -3.1000, memory 1200".</summary>
    public override string ToString() => Current is null
        ? $"{SamplesSeen} samples, warming up"
        : string.Create(CultureInfo.InvariantCulture, $"{SamplesSeen} samples{(Score is { } score ? $", score {score:F4}" : "")}, memory {Memory:F0}{(Alarm ? ", drift" : "")}");

    /// <summary>Equal in all that decides how the stream goes on.</summary>
    public bool Equals(OnlineState? other) => other is not null
        && Equals(Current, other.Current) && Equals(Statistics, other.Statistics) && Equals(Average, other.Average) && Detector.Equals(other.Detector)
        && (Clock, Waiting, WeightSeen, SamplesSeen, Position, Time) == (other.Clock, other.Waiting, other.WeightSeen, other.SamplesSeen, other.Position, other.Time)
        && (Score, Alarm, Alarms) == (other.Score, other.Alarm, other.Alarms) && Regularization.Equals(other.Regularization)
        && (DroppedWeight, RefusedBatches) == (other.DroppedWeight, other.RefusedBatches) && Lineage.Equals(other.Lineage) && Events.SequenceEqual(other.Events) && Equals(Challenger, other.Challenger)
        && Samples.HaveSameRows(Pending, other.Pending);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Current, Statistics, WeightSeen, SamplesSeen, Position, Score, Alarms);

    private GaussianMixture? Report()
    {
        if (Current is null || Statistics is not { } statistics)
            return null;
        var latest = Average is { } average ? average.Mean.Decay(statistics.TotalWeight) : Waiting > 0 ? statistics : null;
        return latest is not null && MStep.TryMaximize(latest, Current, Regularization, OnlineEm.PriorMass, out var made, out _) ? made : Current;
    }
}
