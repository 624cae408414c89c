using System.Globalization;

namespace StreamGmm.RabbitMq.Tests.Coordination;

public class DispatcherTests
{
    private static readonly DispatchRules Rules = new(false, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60), 3, TimeSpan.FromSeconds(1));
    private readonly Guid id = Guid.NewGuid();
    private readonly Dispatcher dispatcher;
    private readonly List<Run> collected = [];
    private TimeSpan now;

    public DispatcherTests()
    {
        dispatcher = new Dispatcher(id, new Kernel("any", 1), Rules);
        dispatcher.Connect("reply", null, now);
        Said();
    }

    [Fact]
    public void Every_worker_gets_a_block_before_any_gets_a_second()
    {
        Hello("a");
        Hello("b");
        Start(3);
        Assert.Equal(["a: 0", "b: 1", "a: 2"], Said());
    }

    [Fact]
    public async Task A_worker_is_called_once_by_its_coordinator_and_told_when_that_goes()
    {
        Hello("a");
        Hello("a");
        Assert.Equal(new Outgoing("a", new Message.Call(id, "reply")), Assert.Single(dispatcher.Outbox));
        var pass = Start(1);
        dispatcher.Close(new InvalidOperationException("closed"));
        Assert.Equal(new Outgoing(null, new Message.End(id, 0)), dispatcher.Outbox.Last());
        await Assert.ThrowsAsync<InvalidOperationException>(() => pass.Completion.Task);
    }

    [Fact]
    public void A_worker_gets_the_blocks_it_keeps_then_those_nobody_keeps()
    {
        Hello("a", "block 3", "block 4");
        Hello("b", "block 0", "block 1");
        Start(5);
        Assert.Equal(["a: 3", "b: 0", "a: 4", "b: 1"], Said());
        Answer("b", 0);
        Assert.Equal(["b: 2"], Said());
    }

    [Fact]
    public void An_idle_worker_takes_what_another_keeps()
    {
        Hello("a", "block 0", "block 1", "block 2", "block 3");
        Start(4);
        Assert.Equal(["a: 0", "a: 1"], Said());
        Hello("b");
        Assert.Equal(["b: 2"], Said());
    }

    [Fact]
    public void The_mixture_is_told_once_to_all_workers_before_any_block_and_to_who_comes_later_before_his_first()
    {
        Hello("a");
        Hello("b");
        dispatcher.Start([.. Tasks(5)], (SomeBlocks.Start, [0, 0, 0]), (_, _) => { }, now);
        Hello("c");
        var kinds = dispatcher.Outbox.Select(outgoing => $"{outgoing.Queue}: {outgoing.Message.Kind}").ToArray();
        Assert.Equal(["a: Call", "b: Call", ": Mixture", "a: Task", "b: Task", "a: Task", "b: Task", "c: Call", "c: Mixture", "c: Task"], kinds);
    }

    [Fact]
    public void Nobody_is_silent_or_late_whose_word_may_wait_to_be_taken()
    {
        Hello("a");
        Hello("b");
        Start(3);
        Answer("b", 1);
        Said();
        After(7);
        dispatcher.Tick(now, TimeSpan.FromSeconds(6.5));
        Assert.Equal((2, 0L), (dispatcher.Status.Workers, dispatcher.Status.Redeliveries));
        Hello("b");
        Assert.Empty(Said());
        dispatcher.Tick(now, TimeSpan.FromSeconds(1));
        Assert.Equal(["b: 0", "b: 2"], Said());
        Assert.Equal(1, dispatcher.Status.Workers);
    }

    [Fact]
    public void A_late_block_is_given_to_an_idle_worker_as_well_and_the_late_one_gets_no_other_until_it_answers()
    {
        Hello("a");
        Hello("b");
        Start(2);
        Said();
        After(0.1);
        Answer("b", 1);
        After(0.9);
        dispatcher.Tick(now);
        Assert.Empty(Said());
        After(0.2);
        dispatcher.Tick(now);
        Assert.Equal(["b: 0"], Said());
        Assert.Equal(1, dispatcher.Status.Redeliveries);
        Start(3);
        Assert.Equal(["b: 1"], Said());
        Answer("a", 0);
        Assert.Equal(["a: 0", "a: 2"], Said());
        Assert.Equal(0, dispatcher.Status.LateAnswers);
        Answer("b", 0);
        Assert.Equal(1, dispatcher.Status.LateAnswers);
    }

    [Fact]
    public void A_late_worker_that_goes_takes_nothing_from_who_has_its_block_since()
    {
        Hello("a");
        Hello("b");
        Start(2);
        After(0.1);
        Answer("b", 1);
        Said();
        After(1.1);
        dispatcher.Tick(now);
        Assert.Equal(["b: 0"], Said());
        dispatcher.Leave("a", now);
        Hello("c");
        Assert.Empty(Said());
        Assert.Equal(1, dispatcher.Status.Redeliveries);
    }

    [Fact]
    public void Without_any_answer_nothing_is_late()
    {
        Hello("a");
        Start(1);
        Said();
        After(4);
        Hello("b");
        dispatcher.Tick(now);
        Assert.Empty(Said());
    }

    [Fact]
    public void A_silent_worker_and_one_whose_queue_is_gone_lose_their_blocks()
    {
        Hello("a");
        Hello("b");
        Start(2);
        Said();
        After(4);
        Hello("b", busy: true);
        After(2);
        dispatcher.Tick(now);
        Assert.Equal(["b: 0"], Said());
        Hello("c");
        dispatcher.Leave("b", now);
        Assert.Equal(["c: 0", "c: 1"], Said());
        Assert.Equal((3L, 1), (dispatcher.Status.Redeliveries, dispatcher.Status.Workers));
    }

    [Fact]
    public void A_block_that_its_worker_has_lost_is_given_again()
    {
        Hello("a");
        Start(1);
        Said();
        for (var second = 0; second < 5; second++)
        {
            After(1);
            Hello("a");
            Assert.Empty(Said());
        }

        After(0.1);
        Hello("a");
        Assert.Equal(["a: 0"], Said());
    }

    [Fact]
    public void A_worker_that_rounds_differently_is_told_once_and_forgotten_when_it_is_silent()
    {
        var hello = new Message.Hello("a", "a", new Kernel("other", 2), false, []);
        dispatcher.Take(hello, now);
        dispatcher.Take(hello, now);
        Assert.IsType<Message.Refuse>(Assert.Single(dispatcher.Outbox).Message);
        Assert.Equal((0, 1), (dispatcher.Status.Workers, dispatcher.Status.RefusedWorkers));
        Start(1);
        Assert.Empty(Said());
        After(6);
        dispatcher.Tick(now);
        Assert.Equal(0, dispatcher.Status.RefusedWorkers);
    }

    [Fact]
    public async Task A_block_that_three_workers_cannot_do_ends_the_pass()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            Hello(name);
        var pass = Start(1);
        for (var i = 0; i < 3; i++)
            dispatcher.Take(new Message.Failed(id, pass.Number, Assert.Single(Said()).Split(':')[0], "block 0", false, "It is gone."), now);
        var fault = await Assert.ThrowsAsync<BlockException>(() => pass.Completion.Task);
        Assert.Equal("block 0", fault.Block);
        Assert.Equal("It is gone. (worker 'c', and 2 others)", fault.Message);
    }

    [Fact]
    public async Task A_block_that_only_those_could_do_who_are_gone_ends_the_pass()
    {
        Hello("a");
        Hello("b");
        var pass = Start(1);
        dispatcher.Take(new Message.Failed(id, pass.Number, "a", "block 0", false, "It is gone."), now);
        Assert.Equal(["a: 0", "b: 0"], Said());
        dispatcher.Disconnect(now);
        dispatcher.Tick(now);
        Assert.False(pass.Completion.Task.IsCompleted);
        dispatcher.Connect("reply", null, now);
        Hello("a");
        dispatcher.Tick(now);
        Assert.True(pass.Completion.Task.IsCompleted);
        var fault = await Assert.ThrowsAsync<BlockException>(() => pass.Completion.Task);
        Assert.Equal("It is gone. (worker 'a', and 0 others)", fault.Message);
    }

    [Fact]
    public async Task Data_that_do_not_suit_end_the_pass_at_once()
    {
        Hello("a");
        Hello("b");
        var pass = Start(2);
        dispatcher.Take(new Message.Failed(id, pass.Number, "a", "block 0", true, "A label is 9."), now);
        Assert.Equal("A label is 9.", (await Assert.ThrowsAsync<ArgumentException>(() => pass.Completion.Task)).Message);
    }

    [Fact]
    public async Task Patience_ends_where_no_worker_comes_and_not_where_one_is_slow()
    {
        var pass = Start(1);
        After(59);
        dispatcher.Tick(now);
        Assert.False(pass.Completion.Task.IsCompleted);
        Hello("a");
        for (var second = 0; second < 100; second++)
        {
            After(1);
            Hello("a", busy: true);
            dispatcher.Tick(now);
        }

        Assert.False(pass.Completion.Task.IsCompleted);
        dispatcher.Disconnect(now);
        After(61);
        dispatcher.Tick(now);
        var fault = await Assert.ThrowsAsync<TimeoutException>(() => pass.Completion.Task);
        Assert.Contains("60 seconds, nor has the broker", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_broker_is_blocked_nobody_is_gone_nobody_is_given_anything_and_patience_does_not_end()
    {
        Hello("a");
        Hello("b");
        var pass = Start(5);
        Assert.Equal(["a: 0", "b: 1", "a: 2", "b: 3"], Said());
        dispatcher.Block("low on disk");
        Assert.True(dispatcher.Status.IsBlocked);
        Assert.Contains("low on disk", dispatcher.Status.Warning, StringComparison.Ordinal);
        Answer("a", 0);
        After(1000);
        dispatcher.Tick(now);
        Hello("c");
        Assert.Empty(Said());
        Assert.Equal((3, 0L, false), (dispatcher.Status.Workers, dispatcher.Status.Redeliveries, pass.Completion.Task.IsCompleted));
        dispatcher.Unblock(now);
        Assert.Equal((false, null), (dispatcher.Status.IsBlocked, dispatcher.Status.Warning));
        Assert.Equal(["c: 4"], Said());

        // What they had is waited for from now on, and no longer.
        Hello("d");
        After(0.9);
        dispatcher.Tick(now);
        Assert.Empty(Said());
        After(4);
        dispatcher.Tick(now);
        Assert.Equal(["d: 1"], Said());
        Assert.Equal(4, dispatcher.Status.Workers);
        After(1);
        dispatcher.Tick(now);
        Assert.Equal(0, dispatcher.Status.Workers);
        After(61);
        dispatcher.Tick(now);
        await Assert.ThrowsAsync<TimeoutException>(() => pass.Completion.Task);
    }

    [Fact]
    public async Task What_is_wrong_at_the_broker_is_told_until_it_is_not_and_by_whom_runs_out_of_patience()
    {
        dispatcher.Connect("reply", "The queue is of another kind.", now);
        Assert.Equal("The queue is of another kind.", dispatcher.Status.Warning);
        dispatcher.Block("low on memory");
        Assert.Contains("low on memory", dispatcher.Status.Warning, StringComparison.Ordinal);
        dispatcher.Unblock(now);
        Assert.Equal("The queue is of another kind.", dispatcher.Status.Warning);
        dispatcher.Block("low on memory");
        dispatcher.Disconnect(now);
        Assert.Equal((false, null), (dispatcher.Status.IsBlocked, dispatcher.Status.Warning));
        dispatcher.Warn("The broker cannot be used.");
        var pass = Start(1);
        After(61);
        dispatcher.Tick(now);
        Assert.Contains("The broker cannot be used.", (await Assert.ThrowsAsync<TimeoutException>(() => pass.Completion.Task)).Message, StringComparison.Ordinal);
        dispatcher.Connect("reply", null, now);
        Assert.Null(dispatcher.Status.Warning);
    }

    [Fact]
    public async Task Workers_are_told_when_a_pass_is_over()
    {
        Hello("a");
        var done = Start(1);
        Said();
        Answer("a", 0);
        Assert.IsType<Message.End>(Assert.Single(dispatcher.Outbox).Message);
        await done.Completion.Task;
        Said();
        var cancelled = Start(1);
        Said();
        dispatcher.End(cancelled, null);
        Assert.IsType<Message.End>(Assert.Single(dispatcher.Outbox).Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Completion.Task);
    }

    [Fact]
    public void Of_many_blocks_long_runs_come_first_and_single_blocks_last()
    {
        Hello("a");
        Hello("b");
        StartRuns(64);
        var said = Said();
        Assert.Equal(["a: 0+8", "b: 8+4", "a: 12+4", "b: 16+4"], said);
        Finish(said);
        Assert.Equal(Enumerable.Range(0, 64), collected.SelectMany(run => Enumerable.Range(run.First, run.Count)).Order());
        Assert.All(collected.TakeLast(10), run => Assert.Equal(1, run.Count));
        Assert.Equal(64, dispatcher.Status.Answers);
    }

    [Fact]
    public void Runs_stay_long_where_workers_would_ask_for_tasks_faster_than_the_coordinator_can_give_them()
    {
        Hello("a");
        Hello("b");
        StartRuns(64);

        // A block takes a worker less than the coordinator takes for a task.
        Finish(Said(), seconds: 1e-5);
        Assert.Equal(Enumerable.Range(0, 64), collected.SelectMany(run => Enumerable.Range(run.First, run.Count)).Order());
        Assert.InRange(collected.Count, 8, 12);
    }

    [Fact]
    public void Of_few_blocks_each_is_given_alone()
    {
        Hello("a");
        Hello("b");
        StartRuns(15);
        Finish(Said());
        Assert.Equal(15, collected.Count);
    }

    [Fact]
    public void Answers_that_do_not_add_up_are_asked_for_one_by_one_neighbours_of_the_same_worker()
    {
        Hello("a");
        Hello("b");
        Start(64);
        Assert.Equal(["a: 0", "b: 32", "a: 1", "b: 33"], Said());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_counts_as_a_whole_or_through_its_parts_whichever_is_answered_first(bool partIsFirst)
    {
        Hello("a");
        StartRuns(32);
        Assert.Equal(["a: 0+8", "a: 8+4"], Said());
        Hello("b");
        Assert.Equal(["b: 12+2", "b: 14+2"], Said());
        dispatcher.Leave("a", now);
        AnswerRun("b", 12, 2);
        Assert.Equal(["b: 0+4"], Said());
        Assert.Equal(12, dispatcher.Status.Redeliveries);
        if (partIsFirst)
        {
            AnswerRun("b", 0, 4);
            AnswerRun("a", 0, 8);
            Assert.Equal([new(12, 1), new(0, 2)], collected);
        }
        else
        {
            AnswerRun("a", 0, 8);
            AnswerRun("b", 0, 4);
            Assert.Equal([new(12, 1), new(0, 3)], collected);
        }

        Assert.Equal(1, dispatcher.Status.LateAnswers);
        Finish(["b: 14+2", .. Said()]);
        Assert.Equal(Enumerable.Range(0, 32), collected.SelectMany(run => Enumerable.Range(run.First, run.Count)).Order());
    }

    [Fact]
    public void A_late_run_is_given_to_others_in_parts_and_still_counts_where_it_comes_first()
    {
        Hello("a");
        StartRuns(32);
        Assert.Equal(["a: 0+8", "a: 8+4"], Said());
        Hello("b");
        After(0.1);
        Finish(Said());
        After(4);
        Hello("a", busy: true);
        Hello("b");
        Assert.Equal(["b: 0", "b: 1"], Said());
        Assert.Equal(8, dispatcher.Status.Redeliveries);
        AnswerRun("a", 0, 8);
        AnswerRun("b", 0, 1);
        AnswerRun("b", 1, 1);
        Assert.Equal((2L, 28L), (dispatcher.Status.LateAnswers, dispatcher.Status.Answers));
    }

    [Fact]
    public void A_long_run_is_late_after_a_multiple_of_what_all_its_blocks_take()
    {
        Hello("a");
        StartRuns(32);
        Assert.Equal(["a: 0+8", "a: 8+4"], Said());
        Hello("b");

        // A block takes b a second.
        Assert.DoesNotContain("b: 0", Finish(Said(), after: 1));
        Assert.Equal((20, TimeSpan.FromSeconds(17)), (dispatcher.Status.BlocksDone, now));
        After(6.9);
        Hello("b");
        Assert.Empty(Said());
        After(0.2);
        Hello("b");
        Assert.Equal(["b: 0", "b: 1"], Said());
    }

    [Fact]
    public async Task A_block_that_fails_in_a_run_is_given_alone_to_others_and_named_where_none_can_do_it()
    {
        Hello("a");
        Hello("b");
        var pass = StartRuns(64);
        var said = Said();
        Assert.Equal("a: 0+8", said[0]);
        dispatcher.Take(new Message.Failed(id, pass.Number, "a", "block 2", false, "It is gone."), now);
        said = [.. said.Skip(1), .. Said()];
        var given = Finish(said, one => one != "b: 2");
        Assert.Contains("b: 2", given);
        Assert.DoesNotContain("a: 2", given);
        Assert.Equal(63, dispatcher.Status.Answers);
        dispatcher.Take(new Message.Failed(id, pass.Number, "b", "block 2", false, "It is gone."), now);
        Assert.Equal("block 2", (await Assert.ThrowsAsync<BlockException>(() => pass.Completion.Task)).Block);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 0)]
    [InlineData(0, -8)]
    [InlineData(1, 2)]
    [InlineData(12, 4)]
    [InlineData(0, 2048)]
    public void An_answer_for_blocks_that_are_no_run_is_refused(int first, int count)
    {
        Hello("a");
        var pass = StartRuns(14);
        var refusal = dispatcher.Take(new Message.Answer(id, pass.Number, "a", 1, new BlockResult.Statistics($"block {first}", count, 1, [1])), now);
        Assert.Equal(RefusalReason.WrongFit, refusal?.Reason);
        Assert.Contains("no task is for these", refusal?.Message, StringComparison.Ordinal);
        Assert.Empty(collected);
    }

    [Fact]
    public void Blocks_of_the_same_name_are_refused() =>
        Assert.Contains("'block 0' is there twice", Assert.Throws<ArgumentException>(() => dispatcher.Start([.. Tasks(1), .. Tasks(1)], null, (_, _) => { }, now)).Message, StringComparison.Ordinal);

    private static IEnumerable<BlockTask> Tasks(int count) => Enumerable.Range(0, count).Select(i => new BlockTask.Summarize($"block {i}", 1));

    private Pass Start(int count) => dispatcher.Start([.. Tasks(count)], null, (_, _) => { }, now);

    private Pass StartRuns(int count) =>
        dispatcher.Start([.. Enumerable.Range(0, count).Select(i => new BlockTask.Expect(new BlockSummary($"block {i}", 1, [0], [1, 0], 1)))], null, (run, _) => collected.Add(run), now);

    private void AnswerRun(string worker, int first, int count, double seconds = 1) =>
        Assert.Null(dispatcher.Take(new Message.Answer(id, 1, worker, seconds, new BlockResult.Statistics($"block {first}", count, count, [1])), now));

    /// <summary>Answers what was given, and what is given then, in turn.</summary>
    /// <returns>All that was given.</returns>
    private List<string> Finish(IEnumerable<string> said, Func<string, bool>? isAnswered = null, double seconds = 1, double after = 0)
    {
        var all = said.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (isAnswered?.Invoke(all[i]) == false)
                continue;
            After(after);
            var (worker, rest) = (all[i].Split(": ")[0], all[i].Split(": ")[1].Split('+'));
            AnswerRun(worker, int.Parse(rest[0], CultureInfo.InvariantCulture), rest.Length == 1 ? 1 : int.Parse(rest[1], CultureInfo.InvariantCulture), seconds);
            all.AddRange(Said());
        }

        return all;
    }

    private void After(double seconds) => now += TimeSpan.FromSeconds(seconds);

    private void Hello(string worker, params string[] kept) => dispatcher.Take(new Message.Hello(worker, worker, new Kernel("any", 1), false, kept), now);

    private void Hello(string worker, bool busy) => dispatcher.Take(new Message.Hello(worker, worker, new Kernel("any", 1), busy, []), now);

    private void Answer(string worker, int block, Pass? pass = null) =>
        Assert.Null(dispatcher.Take(new Message.Answer(id, pass?.Number ?? 1, worker, 1, new BlockResult.Summary(new BlockSummary($"block {block}", 1, [0], [1, 0], 1))), now));

    /// <summary>The blocks that were given, as "worker: block".</summary>
    private List<string> Said()
    {
        var said = new List<string>();
        while (dispatcher.Outbox.TryDequeue(out var outgoing))
        {
            if (outgoing.Message is Message.Task task)
                said.Add($"{outgoing.Queue}: {task.Value.Block.Split(' ')[1]}{(task.Value.Blocks > 1 ? $"+{task.Value.Blocks}" : "")}");
        }

        return said;
    }
}
