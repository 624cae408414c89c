using FsCheck;
using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Streams;

public class RowFrameLaws
{
    private static readonly RabbitMqStreamOptions Options = new(BrokerAddress.Parse("amqp://localhost"), "readings", 3) { RowsPerMessage = 100, MissingValues = MissingValues.Marginalize };

    private static Gen<(Samples Samples, DateTimeOffset? Time)> Frames => Gen.Choose(0, int.MaxValue - 1).Select(seed => Some(new Random(seed)));

    [Fact]
    public void What_is_written_is_read_again_bit_for_bit() => Law.Holds(Frames, frame =>
    {
        var reader = new MessageReader(Options);
        Assert.Null(reader.Read(RowFrame.Write(frame.Samples, frame.Time), 0));
        var (rows, expected) = (reader.Rows, new double[frame.Samples.Count * 3]);
        for (var i = 0; i < frame.Samples.Count; i++)
            frame.Samples.CopyRow(i, expected.AsSpan(3 * i, 3));
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), rows.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(frame.Samples.Weights.GetValueOrDefault().ToArray(), rows.Weights.ToArray());
        Assert.Equal(frame.Samples.Labels.GetValueOrDefault().ToArray(), rows.Labels.ToArray());
        Assert.Equal(frame.Time?.UtcTicks, rows.Time?.UtcTicks);
    });

    [Fact]
    public void A_flipped_bit_is_seen() => Law.Holds(
        from frame in Frames
        from place in Gen.Choose(0, int.MaxValue - 1)
        select (frame, place),
        drawn =>
        {
            var bytes = RowFrame.Write(drawn.frame.Samples, drawn.frame.Time);
            bytes[drawn.place / 8 % bytes.Length] ^= (byte)(1 << (drawn.place % 8));
            Assert.NotNull(new MessageReader(Options).Read(bytes, 0));
        },
        1000);

    [Fact]
    public void A_part_is_no_frame() => Law.Holds(
        from frame in Frames
        from length in Gen.Choose(0, int.MaxValue - 1)
        select (frame, length),
        drawn =>
        {
            var bytes = RowFrame.Write(drawn.frame.Samples, drawn.frame.Time);
            Assert.NotNull(new MessageReader(Options).Read(bytes.AsMemory(0, drawn.length % bytes.Length), 0));
        });

    [Fact]
    public void Any_bytes_are_rows_or_refused() => Law.Holds(
        from start in Gen.Elements("", "SGMR\u0001\0", "[", "{\"a\":", "{\"", "[\"\\ud800", "1,2,", "[[1,2,3],", "{\"a\":\"")
        from rest in Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 255).Select(b => (byte)b), Gen.Elements("0123456789.,-eE[]{}\":ab \n"u8.ToArray())))
        from named in Gen.Elements(false, true)
        select (start, rest, named),
        drawn =>
        {
            var reader = new MessageReader(drawn.named ? Options with { Columns = ["a", "b", "c"], Time = "t" } : Options);
            if (reader.Read((byte[])[.. System.Text.Encoding.UTF8.GetBytes(drawn.start), .. drawn.rest], 3) is { } fault)
                Assert.Contains("offset 3", fault.Message, StringComparison.Ordinal);
            else
                Assert.Equal(3 * reader.Rows.Count, reader.Rows.Values.Length);
        },
        3000);

    [Fact]
    public void More_rows_than_a_message_holds_are_not_written()
    {
        var most = RowFrame.MostRows(1 << 18, false, false);
        Assert.Equal(7, most);
        Assert.Contains("a message holds 1 to 7 of them", Assert.Throws<ArgumentException>(() => RowFrame.Write(Samples.From(new double[(most + 1) << 18], 1 << 18), null)).Message, StringComparison.Ordinal);
    }

    private static (Samples Samples, DateTimeOffset? Time) Some(Random random)
    {
        var count = random.Next(1, 20);
        var values = new double[3 * count];
        foreach (ref var value in values.AsSpan())
            value = random.Next(10) == 0 ? double.NaN : random.Next(20) == 0 ? -0.0 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 149));
        var samples = Samples.From(values, 3, MissingValues.Marginalize);
        if (random.Next(2) == 0)
            samples = samples.WithWeights(Enumerable.Range(0, count).Select(_ => random.NextDouble()).ToArray());
        if (random.Next(2) == 0)
            samples = samples.WithLabels(Enumerable.Range(0, count).Select(_ => random.Next(-1, 3)).ToArray());
        return (samples, random.Next(2) == 0 ? null : new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero));
    }
}
