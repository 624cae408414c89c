using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Coordination;

/// <summary>A coordinator among workers that die, messages that are lost, doubled and late, and brokers that go.</summary>
public class DispatcherLaws
{
    [Fact]
    public void Whatever_happens_a_pass_ends_with_the_answer_to_every_block_and_no_worker_has_more_than_two() => Law.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var world = new World(new Random(seed));
        for (var step = 0; step < 300; step++)
            world.Step();
        world.Calm();
        if (world.Fault is { } fault)
            Assert.True(fault is BlockException && world.Unfit > 0, fault.Message);
        else
            Assert.Equal(world.Wanted, world.Found);
    }, 300);

    /// <summary>What is on the way, and who is there.</summary>
    private sealed class World
    {
        private static readonly DispatchRules Rules = new(false, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan, 3, TimeSpan.FromSeconds(1));
        private readonly Random random;
        private readonly Guid id = Guid.NewGuid();
        private readonly Kernel kernel = new("any", 1);
        private readonly Dispatcher dispatcher;
        private readonly List<Message> toCoordinator = [];
        private readonly List<(string Queue, Message.Task Task)> toWorkers = [];
        private readonly HashSet<string> live = [];
        private readonly bool isFaulty;
        private readonly Pass pass;
        private TimeSpan now;
        private int names;

        public World(Random random)
        {
            this.random = random;
            isFaulty = random.Next(3) == 0;
            dispatcher = new Dispatcher(id, kernel, Rules);
            dispatcher.Connect("reply-0", now);
            var tasks = Enumerable.Range(0, random.Next(1, 12)).Select(i => new BlockTask.Summarize($"b{i}", 1)).ToArray();
            Wanted = [.. tasks.Select(task => task.Name)];
            pass = dispatcher.Start(tasks, null, (task, result) => result is BlockResult.Summary { Value: { Fingerprint: 7 } } ? result.Block : throw new ArgumentException("unfit"), now);
        }

        public string[] Wanted { get; }

        public string[] Found => pass.Completion.Task is { IsCompletedSuccessfully: true, Result: var results } ? [.. results.Cast<string>()] : [];

        /// <summary>Answers that did not fit their task: a block that has enough of them may end the pass.</summary>
        public int Unfit { get; private set; }

        public Exception? Fault => pass.Completion.Task.Exception?.InnerException;

        public void Step()
        {
            now += TimeSpan.FromMilliseconds(random.Next(400));
            switch (random.Next(12))
            {
                case 0:
                    live.Add($"w{names++}");
                    break;
                case 1 when live.Count > 0:
                    live.Remove(Any(live));
                    break;
                case 2 when live.Count > 0:
                    Hear(new Message.Bye(Any(live)));
                    break;
                case 3 when random.Next(10) == 0:
                    dispatcher.Disconnect(now);
                    Say();
                    dispatcher.Connect($"reply-{names++}", now);
                    break;
                case 4:
                    dispatcher.Tick(now);
                    break;
                case 5 when toWorkers.Count > 0:
                    toWorkers.RemoveAt(random.Next(toWorkers.Count));
                    break;
                case 6 when toCoordinator.Count > 0:
                    toCoordinator.RemoveAt(random.Next(toCoordinator.Count));
                    break;
                case 7 when toCoordinator.Count > 0:
                    Hear(toCoordinator[random.Next(toCoordinator.Count)]);
                    break;
                case 8 when live.Count > 0:
                    dispatcher.Leave(Any(live), now);
                    break;
                case 9 when toCoordinator.Count > 0:
                    Hear(Taken(toCoordinator));
                    break;
                case 10 when toWorkers.Count > 0:
                    Work(Taken(toWorkers), fits: !isFaulty || random.Next(8) > 0);
                    break;
                default:
                    if (live.Count > 0)
                        Hear(Hello(Any(live)));
                    break;
            }

            Say();
        }

        /// <summary>One more worker, and all is well from then on.</summary>
        public void Calm()
        {
            live.Add("last");
            for (var step = 0; step < 400 && !pass.Completion.Task.IsCompleted; step++)
            {
                now += TimeSpan.FromSeconds(0.5);
                foreach (var worker in live)
                    Hear(Hello(worker));
                dispatcher.Tick(now);
                Say();
                while (toWorkers.Count > 0)
                    Work(Taken(toWorkers), fits: true);
                while (toCoordinator.Count > 0)
                    Hear(Taken(toCoordinator));
                Say();
            }
        }

        private void Work((string Queue, Message.Task Task) given, bool fits)
        {
            if (!live.Contains(given.Queue))
                return;
            Unfit += fits ? 0 : 1;
            toCoordinator.Add(new Message.Answer(id, given.Task.Pass, given.Queue, 1, new BlockResult.Summary(new BlockSummary(given.Task.Value.Block, 1, [0], [1, 0], fits ? 7UL : 6UL))));
        }

        private void Hear(Message message)
        {
            dispatcher.Take(message, now);
            Say();
        }

        private void Say()
        {
            while (dispatcher.Outbox.TryDequeue(out var outgoing))
            {
                if (outgoing is { Queue: { } queue, Message: Message.Task task })
                    toWorkers.Add((queue, task));
            }

            Assert.True(dispatcher.MostOutstanding <= DispatchRules.OutstandingEach);
        }

        private Message.Hello Hello(string queue) => new(queue, queue, kernel, random.Next(2) == 0 && queue != "last", [.. Wanted.Where(_ => random.Next(3) == 0)]);

        private string Any(HashSet<string> names) => names.Order(StringComparer.Ordinal).ElementAt(random.Next(names.Count));

        private T Taken<T>(List<T> list)
        {
            var index = random.Next(list.Count);
            var item = list[index];
            list.RemoveAt(index);
            return item;
        }
    }
}
