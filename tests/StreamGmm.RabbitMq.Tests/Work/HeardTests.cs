namespace StreamGmm.RabbitMq.Tests.Work;

public class HeardTests
{
    private readonly Guid one = Guid.NewGuid();
    private readonly Guid other = Guid.NewGuid();
    private readonly Heard heard = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void A_hello_is_left_out_where_the_only_coordinator_was_answered_a_moment_ago()
    {
        heard.Know(one);
        Assert.True(Wants(0));
        Answer(one, 0.5);
        Assert.False(Wants(1));
        Assert.False(Wants(1.4));
        Assert.True(Wants(1.5));
    }

    [Fact]
    public void It_is_said_where_others_would_not_know()
    {
        Answer(one, 0);
        Assert.True(Wants(0.1));
        heard.Know(other);
        Assert.True(Wants(0.1));
        heard.Know(one);
        Assert.True(Wants(0.1));
        heard.Forget(other);
        Assert.False(Wants(0.1));
        heard.Reset();
        heard.Know(one);
        Assert.True(Wants(0.1));
    }

    [Fact]
    public void It_is_said_once_where_blocks_are_kept_no_more_or_were_answered_and_not_kept()
    {
        heard.Know(one);
        Answer(one, 0);
        Assert.False(Wants(0.1));
        Assert.True(Wants(0.1, losses: 3));
        Assert.False(Wants(0.1, losses: 3));
        Answer(one, 0.2, isKept: false);
        Answer(one, 0.3);
        Assert.True(Wants(0.4, losses: 3));
        Assert.False(Wants(0.4, losses: 3));
    }

    private void Answer(Guid coordinator, double seconds, bool isKept = true) => heard.Answer(coordinator, isKept, TimeSpan.FromSeconds(seconds));

    private bool Wants(double seconds, long losses = 0) => heard.WantsHello(losses, TimeSpan.FromSeconds(seconds));
}
