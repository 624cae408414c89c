using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using StreamGmm.Core.Tests.Online;

namespace StreamGmm.Core.Tests.Persistence;

public class SavedPartitionsTests
{
    private static readonly PartitionState Part = new()
    {
        Position = 5_000_000_000,
        Batches = 6_000_000_000,
        SamplesSeen = 7_000_000_000,
        WeightSeen = 0.1 + 0.2,
        DroppedWeight = 2.5,
        RefusedBatches = 7,
        Time = new DateTimeOffset(2026, 7, 28, 12, 30, 1, 234, TimeSpan.FromHours(2)).AddTicks(5),
        Score = double.NegativeInfinity,
        Alarm = true,
        Alarms = 3,
        Learned = SavedStates.Full.Statistics,
        Kept = 1.0 / 3,
        Pending = [Samples.From(Some.Rows(2)).WithLabels(new[] { 1, -1 })],
        Detector = SavedStates.Full.Detector,
        Waiting = 12.5,
        LogLikelihood = -17.25,
        HasFired = true,
    };

    private static readonly PartitionedState Full = new(SavedStates.Full)
    {
        Merges = 8_000_000_000,
        Clock = 1e-300,
        Evidence = 3.75,
        Parts = ImmutableSortedDictionary.Create<string, PartitionState>(StringComparer.Ordinal).Add("b", Part).Add("a \"ö\"", new PartitionState()),
    };

    private static readonly byte[] Whole = Written(new SavedPartitions(Full, ["x", "y"]));

    [Fact]
    public void Every_part_comes_back()
    {
        var (fresh, read) = (new PartitionState(), Read(Whole).State);
        foreach (var part in SavedStates.Parts(typeof(PartitionState)))
        {
            Assert.False(Equals(part.GetValue(fresh), part.GetValue(Part)), $"{part.Name} is as at the beginning: give it another value.");
            if (part.Name != nameof(PartitionState.Pending))
                Assert.True(Equals(part.GetValue(Part), part.GetValue(read.Parts["b"])), $"{part.Name} does not come back: write and read it.");
        }

        Assert.True(Samples.HaveSameRows(Part.Pending, read.Parts["b"].Pending));
        Assert.Equal(new PartitionState(), read.Parts["a \"ö\""]);
        Assert.Equal((Full.Merges, Full.Clock, Full.Evidence), (read.Merges, read.Clock, read.Evidence));
        Dealt.Same(Full, read);
        Assert.Equal(["x", "y"], Read(Whole).Columns);
        Assert.NotEqual(new SavedPartitions(Full), Read(Whole));
        Assert.Equal(new SavedPartitions(Full, ["x", "y"]), Read(Whole));
        Assert.Equal(Whole, Written(Read(Whole)));
    }

    [Fact]
    public void What_people_read_is_text()
    {
        var state = JsonDocument.Parse(Whole).RootElement.GetProperty("state");
        Assert.Equal(5_000_000_000, state.GetProperty("partitions").GetProperty("b").GetProperty("position").GetInt64());
        var mixture = SavedMixture.Read(new MemoryStream(Encoding.UTF8.GetBytes(state.GetProperty("merged").GetProperty("mixture").GetRawText())));
        Bits.Same(Full.Merged.Mixture!, mixture.Mixture);
        Assert.Equal(["x", "y"], mixture.Columns);
    }

    [Fact]
    public void A_stream_that_is_saved_and_resumed_anywhere_goes_on_bit_for_bit() => Law.Holds(
        StreamCase.Any,
        c =>
        {
            var dealt = new Dealt(c);
            var (whole, resumed, draw) = (dealt.First, Again(dealt.First), new Draw(c.Seed));
            foreach (var step in dealt.Steps())
            {
                (whole, resumed) = (dealt.After(whole, step), dealt.After(resumed, step));
                if (draw.Chance(0.4))
                    resumed = Again(resumed);
                Dealt.Same(whole, resumed);
            }
        },
        cases: 30);

    [Fact]
    public void Cut_off_or_altered_anywhere_it_is_refused()
    {
        var draw = new Draw(1);
        for (var at = 0; at < Whole.Length - 1; at += at < 200 ? 1 : 1 + draw.Integer(40))
        {
            Refused(Whole[..at], "");
            var altered = Whole.ToArray();
            altered[at] ^= (byte)(1 << draw.Integer(8));
            Refused(altered, "");
        }
    }

    [Fact]
    public void Other_states_are_told_by_name()
    {
        Refused(SavedStates.Written(new SavedState(SavedStates.Full)), "The format is 'streamgmm.state', the state of one stream: 'streamgmm.partitions' was expected.");
        Refused("{\"format\": \"streamgmm.partitions\", \"version\": 2}\n"u8.ToArray(), "The state is of version 2 of its format, this program reads version 1");
        Assert.StartsWith("The format is 'streamgmm.partitions', the state of a stream in partitions: 'streamgmm.state' was expected.", Refusal.Of<InvalidDataException>(() => SavedStates.Read(Whole)), StringComparison.Ordinal);
        Assert.StartsWith("The format is 'streamgmm.partitions', the state of a stream in partitions", Refusal.Of<InvalidDataException>(() => SavedMixture.Read(new MemoryStream(Whole))), StringComparison.Ordinal);
        Assert.Contains("name is null", Refusal.Of(() => new SavedPartitions(Full, [null!])), StringComparison.Ordinal);
    }

    private static byte[] Written(SavedPartitions saved)
    {
        using var stream = new MemoryStream();
        saved.Write(stream);
        return stream.ToArray();
    }

    private static SavedPartitions Read(byte[] text) => SavedPartitions.Read(new MemoryStream(text));

    private static PartitionedState Again(PartitionedState state) => Read(Written(new SavedPartitions(state))).State;

    private static void Refused(byte[] text, string message) =>
        Assert.Contains(message, Refusal.Of<InvalidDataException>(() => Read(text)), StringComparison.Ordinal);
}
