using System.Buffers.Binary;

namespace StreamGmm.RabbitMq.Tests.Wire;

public class FrameTests
{
    private static readonly Guid Coordinator = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void The_bytes_of_a_frame_are_those_of_the_table()
    {
        var frame = MessageFormat.Write(new Message.Call(Coordinator, "q"));
        Assert.Equal("53474D4D" + "0200" + "01" + "00" + "03000000" + Convert.ToHexString(Coordinator.ToByteArray()) + "0000000000000000" + "0100" + "71", Convert.ToHexString(frame.AsSpan()[..^4]));
    }

    [Fact]
    public void The_checksum_is_that_of_Castagnoli() => Assert.Equal(0xE3069283u, Frame.Checksum("123456789"u8));

    [Fact]
    public void Another_version_is_told_whatever_else_it_holds()
    {
        var frame = MessageFormat.Write(new Message.Bye("q"))[..10];
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(4), 1);
        Assert.Null(MessageFormat.Read(frame, out var refusal));
        Assert.Equal(RefusalReason.ForeignVersion, refusal!.Reason);
        Assert.Contains("version 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reserved_byte_is_nothing_else_than_0()
    {
        var frame = MessageFormat.Write(new Message.Bye("q"));
        frame[7] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan()[^4..], Frame.Checksum(frame.AsSpan()[..^4]));
        Assert.Null(MessageFormat.Read(frame, out var refusal));
        Assert.Contains("there is none", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_has_its_longest_body()
    {
        var longest = Frame.LongestBody(MessageKind.Hello);
        Assert.Throws<ArgumentException>(() => Frame.Write(MessageKind.Hello, Coordinator, 0, new byte[longest + 1]));
        var frame = Frame.Write(MessageKind.Mixture, Coordinator, 0, new byte[longest + 1]);
        frame[6] = (byte)MessageKind.Hello;
        Assert.Null(MessageFormat.Read(frame, out var refusal));
        Assert.Equal(RefusalReason.Oversized, refusal!.Reason);
    }

    [Fact]
    public void A_block_of_the_longest_name_can_be_told_to_have_failed()
    {
        var name = new string('x', ushort.MaxValue);
        var read = MessageFormat.Read(MessageFormat.Write(new Message.Failed(Coordinator, 1, "q", name, false, new string('块', 2001))), out _);
        Assert.Equal(name, Assert.IsType<Message.Failed>(read).Block);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(1 << 28)]
    public void A_list_that_claims_more_than_is_there_takes_no_memory(int count)
    {
        var to = new BodyWriter();
        to.Int(count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(MessageFormat.Read(Frame.Write(MessageKind.Mixture, Coordinator, 1, to.Written), out var refusal));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Equal(RefusalReason.Malformed, refusal!.Reason);
    }
}
