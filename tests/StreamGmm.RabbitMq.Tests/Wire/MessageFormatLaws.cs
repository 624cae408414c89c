using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Wire;

public class MessageFormatLaws
{
    [Fact]
    public void A_message_is_read_as_it_was_written_bit_for_bit() => Law.Holds(Messages.All, message =>
    {
        var frame = MessageFormat.Write(message);
        var read = MessageFormat.Read(frame, out var refusal);
        Assert.Null(refusal);
        Assert.Equal(message.GetType(), read!.GetType());
        Assert.Equal((message.Coordinator, message.Pass), (read.Coordinator, read.Pass));
        Assert.Equal(frame, MessageFormat.Write(read));
        if (message is Message.Answer answer)
            Assert.Equal((answer.Value.Block, answer.Value.Blocks), (((Message.Answer)read).Value.Block, ((Message.Answer)read).Value.Blocks));
        if (message is Message.Mixture mixture)
            Assert.Equal(mixture.Value, ((Message.Mixture)read).Value);
    }, 300);

    [Fact]
    public void A_frame_with_any_bit_flipped_is_refused() => Law.Holds(
        from message in Messages.All
        from place in Gen.Choose(0, int.MaxValue - 1)
        select (message, place),
        c =>
        {
            var frame = MessageFormat.Write(c.message);
            frame[c.place / 8 % frame.Length] ^= (byte)(1 << (c.place % 8));
            Assert.Null(MessageFormat.Read(frame, out var refusal));
            Assert.NotNull(refusal);
        }, 500);

    [Fact]
    public void Every_beginning_of_a_frame_is_refused() => Law.Holds(Messages.All, message =>
    {
        var frame = MessageFormat.Write(message);
        for (var length = 0; length < frame.Length; length += 1 + (length / 40))
            Assert.True(MessageFormat.Read(frame.AsSpan(0, length), out _) is null, $"{message.Kind}: {length} of {frame.Length} bytes were taken.");
    });

    [Fact]
    public void A_frame_with_anything_behind_it_is_refused() => Law.Holds(Messages.All, message =>
        Assert.Null(MessageFormat.Read([.. MessageFormat.Write(message), 0], out _)));

    [Fact]
    public void Random_bytes_are_refused() => Law.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var bytes = new byte[seed % 300];
        new Random(seed).NextBytes(bytes);
        Assert.Null(MessageFormat.Read(bytes, out var refusal));
        Assert.NotNull(refusal);
    });

    /// <summary>The head and the checksum are right, so that the body is read.</summary>
    [Fact]
    public void A_body_with_any_byte_changed_is_read_or_refused_but_never_throws() => Law.Holds(
        from message in Messages.All
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (message, seed),
        c =>
        {
            var (frame, random) = (MessageFormat.Write(c.message), new Random(c.seed));
            var body = frame.AsSpan(Frame.HeadLength, frame.Length - Frame.HeadLength - Frame.ChecksumLength).ToArray();
            for (var i = random.Next(1, 4); i > 0 && body.Length > 0; i--)
                body[random.Next(body.Length)] = random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
            if (random.Next(3) == 0)
                body = body[..random.Next(body.Length + 1)];
            if (body.Length > Frame.LongestBody(c.message.Kind))
                return;
            var forged = Frame.Write(c.message.Kind, c.message.Coordinator, c.message.Pass, body);
            var read = MessageFormat.Read(forged, out var refusal);
            Assert.NotEqual(read is null, refusal is null);
        }, 2000);

    [Fact]
    public void A_random_body_under_a_right_head_never_throws() => Law.Holds(
        from kind in Gen.Choose(0, 12)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (kind, seed),
        c =>
        {
            var random = new Random(c.seed);
            var body = new byte[Math.Clamp(Frame.LongestBody((MessageKind)c.kind), 0, random.Next(200))];
            random.NextBytes(body);
            if (Frame.LongestBody((MessageKind)c.kind) < 0)
                return;
            var read = MessageFormat.Read(Frame.Write((MessageKind)c.kind, Guid.Empty, 0, body), out var refusal);
            Assert.NotEqual(read is null, refusal is null);
        }, 2000);
}
