using OnlineStream = StreamGmm.Core.Tests.Online.Stream;

namespace StreamGmm.Core.Tests.Online;

/// <summary>A stream of legal batches, some of them awkward, dealt to partitions and merged now and then.</summary>
internal sealed record Dealt(StreamCase Case)
{
    /// <summary>Names whose order is not the one they come in.</summary>
    public static readonly string[] Names = ["m", "B", "a", "zz"];

    public OnlineOptions Options => Case.Options with { Structure = new Structure.Fixed() };

    public PartitionedState First => Case.IsGiven ? PartitionedEm.Start(Case.Start, Options) : PartitionedEm.Start(Options);

    /// <summary>Each batch with its partition, and whether a merge follows.</summary>
    public IEnumerable<(string Partition, Samples Samples, bool Merges)> Steps(Func<string, string>? rename = null)
    {
        var draw = new Draw(Case.Seed ^ 77);
        foreach (var samples in Case.Stream())
        {
            // Labels name components of a mixture that is being moved as one: they are legal where the structure is fixed.
            var name = Names[draw.Integer(Names.Length)];
            yield return (rename?.Invoke(name) ?? name, samples, draw.Chance(0.3));
        }
    }

    /// <summary>The state after one step.</summary>
    public PartitionedState After(PartitionedState state, (string Partition, Samples Samples, bool Merges) step, int threads = 0)
    {
        var options = Options with { Threads = threads };
        state = PartitionedEm.Next(state, step.Partition, step.Samples.At(state.PositionOf(step.Partition) + step.Samples.Count), options);
        return step.Merges ? PartitionedEm.Merge(state, options) : state;
    }

    /// <summary>Everything that two states tell, and go on from, agrees to the last bit.</summary>
    public static void Same(PartitionedState expected, PartitionedState actual)
    {
        OnlineStream.Same(expected.Merged, actual.Merged);
        Assert.Equal(expected.Partitions.Keys, actual.Partitions.Keys);
        foreach (var (a, b) in expected.Parts.Values.Zip(actual.Parts.Values))
        {
            Assert.Equal(a.Learned is null, b.Learned is null);
            if (a.Learned is not null)
                Bits.Same(a.Learned, b.Learned!);
            Assert.Equal(a, b);
        }

        Assert.Equal(expected, actual);
        Assert.Equal(expected.GetHashCode(), actual.GetHashCode());
    }

    /// <summary>Nothing is NaN, and every covariance has a Cholesky factor.</summary>
    public static void AssertSound(PartitionedState state)
    {
        OnlineStream.AssertSound(state.Merged);
        foreach (var part in state.Parts.Values)
        {
            Assert.False(double.IsNaN(part.Score ?? 0) || double.IsNaN(part.LogLikelihood) || double.IsNaN(part.Detector.Mean) || double.IsNaN(part.Detector.Evidence));
            Assert.InRange(part.Kept, 0, 1);
            Assert.All(part.Learned?.Values.ToArray() ?? [], x => Assert.False(double.IsNaN(x)));
        }
    }
}
