namespace StreamGmm.RabbitMq.Tests.Coordination;

public class SentRunsTests
{
    private readonly SentRuns runs = new(8);
    private readonly WorkerEntry worker = new("a", "a");

    [Fact]
    public void What_is_waited_for_longest_is_overdue_first_each_by_its_weight()
    {
        var (heavy, one, other) = (Sent(new Run(0, 2), 8, 0), Sent(Run.Of(5), 1, 1), Sent(Run.Of(6), 1, 2));
        Assert.Same(one, Overdue(4));
        Assert.Same(one, Overdue(9));
        Assert.Same(heavy, Overdue(20));
        runs.Remove(one);
        Assert.Null(Overdue(4));
        Assert.Same(other, Overdue(5));
        runs.Restart(TimeSpan.FromSeconds(20));
        Assert.Null(Overdue(22));
        Assert.Same(other, Overdue(23));
    }

    [Fact]
    public void A_block_is_in_one_run_until_that_is_removed()
    {
        var (run, one) = (Sent(new Run(4, 1), 2, 0), Sent(Run.Of(6), 1, 0));
        Assert.Equal([null, null, null, null, run, run, one, null], Enumerable.Range(0, 8).Select(runs.Around));
        runs.Remove(run);
        Assert.Equal([null, null, null, null, null, null, one, null], Enumerable.Range(0, 8).Select(runs.Around));
    }

    private SentRun Sent(Run run, int weight, double seconds)
    {
        var sent = new SentRun(run, worker, weight) { Time = TimeSpan.FromSeconds(seconds) };
        runs.Add(sent);
        return sent;
    }

    /// <summary>Two seconds a block, and half of one at least.</summary>
    private SentRun? Overdue(double now) => runs.Overdue(TimeSpan.FromSeconds(now), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5));
}
