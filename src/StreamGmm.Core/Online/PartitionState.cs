using System.Collections.Immutable;
using System.Globalization;

namespace StreamGmm;

/// <summary>What one partition of a stream has taught, and how far it was read. Immutable.</summary>
public sealed record PartitionState
{
    internal PartitionState()
    {
    }

    /// <summary>The position in the partition up to which rows are learned (or kept for the warm-up).</summary>
    public long Position { get; internal init; }

    /// <summary>The batches taken, those among them that could not be learned.</summary>
    public long Batches { get; internal init; }

    /// <summary>The number of all rows seen.</summary>
    public long SamplesSeen { get; internal init; }

    /// <summary>The weight of all samples seen.</summary>
    public double WeightSeen { get; internal init; }

    /// <summary>The weight of rows that were dropped unlearned because they came too fast, as their batches told.</summary>
    public double DroppedWeight { get; internal init; }

    /// <summary>The number of batches that could not be learned and were passed over.</summary>
    public int RefusedBatches { get; internal init; }

    /// <summary>The time of its latest rows, if that is known.</summary>
    public DateTimeOffset? Time { get; internal init; }

    /// <summary>The mean log-likelihood of the rows that came between the last two merges, in nats, under the mixture that they were learned with; null where none came.</summary>
    public double? Score { get; internal init; }

    /// <summary>True when these rows brought a drift alarm about.</summary>
    public bool Alarm { get; internal init; }

    /// <summary>The number of drift alarms that its rows have brought about.</summary>
    public int Alarms { get; internal init; }

    /// <summary>The statistics remembered of its rows, as much as they count now; null while warming up.</summary>
    public SufficientStatistics? Statistics => Learned?.Decay(Kept);

    /// <summary>The weight of its samples that is remembered now.</summary>
    public double Memory => Learned is null ? Pending.Sum(rows => rows.TotalWeight) : Kept * Learned.TotalWeight;

    /// <summary>The statistics as they were when the partition last learned.</summary>
    internal SufficientStatistics? Learned { get; init; }

    /// <summary>The share of them that counts still, after what the others have learned since.</summary>
    internal double Kept { get; init; } = 1;

    /// <summary>The rows that wait for the warm-up.</summary>
    internal ImmutableList<Samples> Pending { get; init; } = [];

    /// <summary>Knows the scores of this partition alone, as partitions may differ in what they bring; the evidence in it is that of the whole when it last learned.</summary>
    internal DriftDetector Detector { get; init; } = new();

    /// <summary>The weight learned since the last merge.</summary>
    internal double Waiting { get; init; }

    /// <summary>The log-likelihood of what was learned since the last merge.</summary>
    internal double LogLikelihood { get; init; }

    /// <summary>It has raised an alarm since the last merge.</summary>
    internal bool HasFired { get; init; }

    /// <summary>Equal in all that decides how the partition goes on.</summary>
    public bool Equals(PartitionState? other) => other is not null
        && (Position, Batches, SamplesSeen, WeightSeen, Time) == (other.Position, other.Batches, other.SamplesSeen, other.WeightSeen, other.Time)
        && (DroppedWeight, RefusedBatches) == (other.DroppedWeight, other.RefusedBatches)
        && (Score, Alarm, Alarms) == (other.Score, other.Alarm, other.Alarms)
        && (Kept, Waiting, LogLikelihood, HasFired) == (other.Kept, other.Waiting, other.LogLikelihood, other.HasFired)
        && Equals(Learned, other.Learned) && Detector.Equals(other.Detector) && Samples.HaveSameRows(Pending, other.Pending);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Position, Batches, WeightSeen, Learned);

    /// <summary>One line: "4096 samples up to position 4096, memory 1200".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SamplesSeen} samples up to position {Position}, memory {Memory:F0}");

    /// <summary>After a merge: what has been told since the one before.</summary>
    internal PartitionState Told() => this with { Score = Waiting > 0 ? LogLikelihood / Waiting : null, Alarm = HasFired, Waiting = 0, LogLikelihood = 0, HasFired = false };
}
