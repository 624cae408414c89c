namespace StreamGmm.RabbitMq.Tests.Work;

public sealed class WorkListTests : IDisposable
{
    private static readonly Guid Coordinator = Guid.NewGuid();
    private readonly WorkList work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task A_task_that_comes_again_is_one_task_and_answered_where_it_was_asked_for_last()
    {
        Take(1, "a", "first");
        Take(1, "a", "second");
        Assert.Equal(1, work.Waiting);
        Assert.Equal("second", (await NextAsync()).Task.Reply);
        Take(1, "a", "third");
        Assert.Equal(0, work.Waiting);
        Assert.Equal("third", work.Done().Reply);
        Assert.False(work.IsBusy);
    }

    [Fact]
    public async Task What_waits_for_a_pass_that_is_over_is_forgotten_and_what_is_worked_on_cancelled()
    {
        Take(1, "a");
        Take(1, "b");
        Take(2, "c");
        var (pass, _) = await NextAsync();
        work.End(Coordinator, 1);
        Assert.True(pass.Over.IsCancellationRequested);
        Assert.Equal(1, work.Waiting);
        work.Done();
        var (other, task) = await NextAsync();
        Assert.Equal("c", task.Value.Block);
        Assert.False(other.Over.IsCancellationRequested);
    }

    [Fact]
    public async Task A_task_that_comes_again_while_it_is_cancelled_is_done_again()
    {
        Take(1, "a");
        await NextAsync();
        work.EndAll();
        Take(1, "a");
        Assert.Equal(1, work.Waiting);
    }

    [Fact]
    public void An_E_step_without_its_mixture_is_refused()
    {
        var summary = new BlockSummary("a", 1, [0, 0, 0], [1, 0], 1);
        var task = new Message.Task(Coordinator, 1, "reply", new BlockTask.Expect(summary));
        Assert.Equal(RefusalReason.WrongFit, work.Take(task)!.Reason);
        Assert.Null(work.Take(new Message.Mixture(Coordinator, 1, SomeBlocks.Start, [0, 0, 0])));
        Assert.Null(work.Take(task));
        var narrow = new BlockSummary("b", 1, [0, 0], [1, 0], 1);
        Assert.NotNull(work.Take(task with { Value = new BlockTask.Expect(narrow) }));
    }

    [Fact]
    public void A_run_and_its_first_block_are_two_tasks()
    {
        Assert.Null(work.Take(new Message.Mixture(Coordinator, 1, SomeBlocks.Start, [0, 0, 0])));
        BlockSummary[] run = [.. Enumerable.Range(0, 4).Select(i => new BlockSummary($"{i}", 1, [0, 0, 0], [1, 0], 1))];
        foreach (var blocks in new[] { 4, 2, 4, 1 })
            Assert.Null(work.Take(new Message.Task(Coordinator, 1, "reply", new BlockTask.Expect(run[..blocks]))));
        Assert.Equal(7, work.Waiting);
        run[2] = new BlockSummary("2", 1, [0, 0], [1, 0], 1);
        Assert.NotNull(work.Take(new Message.Task(Coordinator, 1, "reply", new BlockTask.Expect(run))));
    }

    [Fact]
    public void More_than_any_coordinator_sends_is_refused()
    {
        var taken = Enumerable.Range(0, 1000).TakeWhile(i => Take(1, $"{i}") is null).Count();
        Assert.Equal((256, 256), (taken, work.Waiting));
    }

    private Refusal? Take(long pass, string block, string reply = "reply") => work.Take(new Message.Task(Coordinator, pass, reply, new BlockTask.Summarize(block, 1)));

    private Task<(WorkPass Pass, Message.Task Task)> NextAsync() => work.NextAsync(default).WaitAsync(TimeSpan.FromSeconds(30));
}
