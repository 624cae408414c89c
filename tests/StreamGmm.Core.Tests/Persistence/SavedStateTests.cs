using System.Collections;
using System.Text;
using System.Text.Json;

namespace StreamGmm.Core.Tests.Persistence;

public class SavedStateTests
{
    private static readonly byte[] Whole = SavedStates.Written(new SavedState(SavedStates.Full, ["a", "b"], new Batch(Samples.From(Some.Rows(2)), 5_000_000_009)));

    [Theory]
    [InlineData(typeof(OnlineState))]
    [InlineData(typeof(Lineage))]
    [InlineData(typeof(DriftDetector))]
    [InlineData(typeof(AveragedStatistics))]
    public void Every_part_comes_back(Type type)
    {
        var parts = SavedStates.Parts(type).ToArray();
        Assert.NotEmpty(parts);
        var (expected, actual) = (Of(SavedStates.Full, type), Of(SavedStates.Again(SavedStates.Full), type));
        var fresh = type == typeof(OnlineState) ? new OnlineState() : type == typeof(AveragedStatistics) ? null : Activator.CreateInstance(type);
        foreach (var part in parts)
        {
            Assert.False(fresh is not null && AreSame(part.GetValue(fresh), part.GetValue(expected)), $"{type.Name}.{part.Name} is as at the beginning: give it another value in {nameof(SavedStates)}.{nameof(SavedStates.Full)}.");
            Assert.True(AreSame(part.GetValue(expected), part.GetValue(actual)), $"{type.Name}.{part.Name} does not come back: write and read it.");
        }
    }

    [Fact]
    public void Columns_and_rows_that_wait_come_back()
    {
        var rows = Samples.From(Some.Rows(3)).WithWeights(new double[] { 1, 0, 2 }).WithLabels(new[] { 0, -1, 1 });
        var saved = new SavedState(SavedStates.Full, ["a", "\"b\", °C"], new Batch(rows, 5_000_000_010, SavedStates.Full.Time) { DroppedWeight = 2.5 }) { Source = "stream \"q\"" };
        Assert.NotEqual(saved, new SavedState(saved.State, saved.Columns, saved.Unfinished));
        var read = SavedStates.Read(SavedStates.Written(saved));
        Assert.Equal(saved, read);
        Assert.Equal(saved.GetHashCode(), read.GetHashCode());
        Assert.Equal(["a", "\"b\", °C"], read.Columns);
        Assert.Equal("stream \"q\"", read.Source);
        Assert.Equal((5_000_000_010, 2.5, SavedStates.Full.Time), (read.Position, read.Unfinished!.DroppedWeight, read.Unfinished.Time));
        Assert.True(rows.HasSameRows(read.Unfinished.Samples));
        Assert.NotEqual(saved, new SavedState(SavedStates.Full, ["a", "b"], saved.Unfinished));
        Assert.NotEqual(saved, new SavedState(SavedStates.Full, saved.Columns));
        Assert.EndsWith(", 3 rows unfinished", read.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_a_position_follow_the_state() =>
        Assert.Equal(5_000_000_004, SavedStates.Read(SavedStates.Written(new SavedState(SavedStates.Full, null, new Batch(Samples.From(Some.Rows(4)))))).Position);

    [Fact]
    public void What_people_read_is_text()
    {
        var state = JsonDocument.Parse(Whole).RootElement.GetProperty("state");
        Assert.Equal((5_000_000_000, 4567, 1234.5, 3), (state.GetProperty("position").GetInt64(), state.GetProperty("samples").GetInt64(), state.GetProperty("weight").GetDouble(), state.GetProperty("alarms").GetInt32()));
        Assert.Equal(SavedStates.Full.Memory, state.GetProperty("memory").GetDouble());
        Assert.Equal("-Infinity", state.GetProperty("score").GetString());

        // The mixture can be cut out and used as one that was saved by itself.
        var mixture = SavedMixture.Read(new MemoryStream(Encoding.UTF8.GetBytes(state.GetProperty("mixture").GetRawText())));
        Bits.Same(SavedStates.Full.Mixture!, mixture.Mixture);
        Assert.Equal(["a", "b"], mixture.Columns);
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        Assert.NotNull(SavedStates.Read(Whole));
        for (var length = 0; length < Whole.Length; length++)
            Refused(Whole[..length], "");
    }

    [Fact]
    public void With_any_byte_altered_it_is_refused()
    {
        var draw = new Draw(1);
        for (var at = 0; at < Whole.Length - 1; at += at < 200 ? 1 : 1 + draw.Integer(40))
        {
            foreach (var bit in (int[])[0, 1, 5, 7, draw.Integer(8)])
            {
                var altered = Whole.ToArray();
                altered[at] ^= (byte)(1 << bit);
                Refused(altered, "");
            }
        }
    }

    [Theory]
    [InlineData("", "not whole JSON")]
    [InlineData("x,y\n1,2\n", "not whole JSON")]
    [InlineData("[1, 2]\n", "an object with \"format\": \"streamgmm.state\" was expected")]
    [InlineData("{}\n", "no \"format\"")]
    [InlineData("{\"format\": 3}\n", "not the parts of a state")]
    [InlineData("{\"format\": \"other\"}\n", "The format is 'other'")]
    [InlineData("{\"format\": \"streamgmm.state\"}\n", "not the parts of a state")]
    [InlineData("{\"format\": \"streamgmm.state\", \"version\": 2}\n", "The state is of version 2 of its format, this program reads version 1: another StreamGmm wrote it")]
    [InlineData("{\"format\": \"streamgmm.state\", \"version\": 1, \"sha256\": \"0\", \"state\": {}}\n", "The checksum is not that of the state")]
    [InlineData("{\"format\": \"streamgmm.state\", \"version\": 1, \"sha256\": \"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\", \"state\": {}}\n", "not the parts of a state")]
    public void What_is_no_state_is_refused(string text, string message) => Refused(Encoding.UTF8.GetBytes(text), message);

    [Fact]
    public void A_mixture_is_no_state_and_a_state_is_no_mixture()
    {
        using var mixture = new MemoryStream();
        new SavedMixture(Some.Pair(CovarianceShape.Tied)).Write(mixture);
        Refused(mixture.ToArray(), "The format is 'streamgmm.mixture', a mixture: 'streamgmm.state', a stream's state, was expected.");
        Assert.StartsWith(
            "The format is 'streamgmm.state', a stream's state: 'streamgmm.mixture' was expected.",
            Refusal.Of<InvalidDataException>(() => SavedMixture.Read(new MemoryStream(Whole))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_gone_on_from_is_not_made()
    {
        Assert.Contains("name is null", Refusal.Of(() => new SavedState(SavedStates.Full, [null!])), StringComparison.Ordinal);
        Assert.Contains("refused by their source", Refusal.Of(() => new SavedState(SavedStates.Full, null, Batch.Refused(new FormatException(), 1, 2))), StringComparison.Ordinal);
        Assert.Equal("The unfinished rows begin at position 1, the state ends at 5000000000: they must follow it.", Refusal.Of(() => new SavedState(SavedStates.Full, null, new Batch(Samples.From(Some.Rows(1)), 2))));
    }

    private static void Refused(byte[] text, string message)
    {
        var actual = Refusal.Of<InvalidDataException>(() => SavedStates.Read(text));
        Assert.Contains(message, actual, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', actual);
    }

    private static object Of(OnlineState state, Type type) =>
        type == typeof(Lineage) ? state.Lineage : type == typeof(DriftDetector) ? state.Detector : type == typeof(AveragedStatistics) ? state.Average! : state;

    private static bool AreSame(object? expected, object? actual) => (expected, actual) switch
    {
        (Samples a, Samples b) => a.HasSameRows(b),
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (RealVector a, RealVector b) => a.Equals(b),
        (IEnumerable a, IEnumerable b) => a.Cast<object>().Count() == b.Cast<object>().Count() && a.Cast<object>().Zip(b.Cast<object>(), AreSame).All(same => same),
        (GaussianMixture a, GaussianMixture b) => a.Equals(b),
        _ => Equals(expected, actual),
    };
}
