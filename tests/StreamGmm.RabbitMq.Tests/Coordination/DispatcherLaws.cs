using FsCheck.Fluent;

namespace StreamGmm.RabbitMq.Tests.Coordination;

/// <summary>A coordinator among workers that die, messages that are lost, doubled and late, and brokers that go.</summary>
public class DispatcherLaws
{
    [Fact]
    public void Whatever_happens_a_pass_ends_with_each_block_counted_once_in_the_bits_of_their_merge_and_no_worker_has_more_than_two_tasks()
    {
        var (runs, refused) = (0, 0L);
        Law.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            var world = new World(new Random(seed));
            for (var step = 0; step < 300; step++)
                world.Step();
            world.Calm();
            (runs, refused) = (runs + world.Runs, refused + world.Late);
            if (world.Fault is { } fault)
                Assert.True(fault is BlockException && world.Unfit > 0, fault.Message);
            else
                Assert.Equal(world.Wanted, world.Found);
        }, 300);
        Assert.True(runs > 300 && refused > 300, $"Of all answers {runs} were those of runs, and {refused} came too late: the law says too little.");
    }

    /// <summary>What is on the way, and who is there.</summary>
    private sealed class World
    {
        private readonly SufficientStatistics[] parts;
        private readonly bool[] isFound;
        private readonly string[] names;
        private readonly MergeTree tree = new();
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
        private int others;

        public World(Random random)
        {
            this.random = random;
            isFaulty = random.Next(3) == 0;
            dispatcher = new Dispatcher(id, kernel, Rules);
            dispatcher.Connect("reply-0", null, now);
            var length = SufficientStatistics.Zero(CovarianceShape.Spherical, 1, [0.0]).Length;
            parts = [.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(1, 200) : random.Next(1, 12)).Select(_ => Read([.. Enumerable.Range(0, length).Select(_ => random.NextDouble() + 0.1)]))];
            names = [.. parts.Select((_, i) => $"b{i}")];
            isFound = new bool[parts.Length];
            pass = dispatcher.Start([.. names.Select(name => new BlockTask.Expect(new BlockSummary(name, 1, [0], [1, 0], 1)))], null, Collect, now);
        }

        public ulong[] Wanted => Reference.Bits(SufficientStatistics.Merge(parts));

        public ulong[] Found => pass.Completion.Task.IsCompletedSuccessfully ? Reference.Bits(tree.Total(parts.Length)) : [];

        /// <summary>Answers that did not fit their task, and tasks that failed: a block that has enough of them may end the pass.</summary>
        public int Unfit { get; private set; }

        /// <summary>Answers of several blocks.</summary>
        public int Runs { get; private set; }

        public long Late => dispatcher.Status.LateAnswers;

        public Exception? Fault => pass.Completion.Task.Exception?.InnerException;

        public void Step()
        {
            now += TimeSpan.FromMilliseconds(random.Next(400));
            switch (random.Next(12))
            {
                case 0:
                    live.Add($"w{others++}");
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
                    dispatcher.Connect($"reply-{others++}", null, now);
                    break;
                case 4:
                    dispatcher.Tick(now, TimeSpan.FromMilliseconds(random.Next(2000)));
                    break;
                case 5 when dispatcher.Status.IsBlocked:
                    dispatcher.Unblock(now);
                    break;
                case 5 when random.Next(3) == 0:
                    dispatcher.Block("low on disk");
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
            if (dispatcher.Status.IsBlocked)
                dispatcher.Unblock(now);
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
            var blocks = ((BlockTask.Expect)given.Task.Value).Summaries.Select(summary => summary.Block).ToArray();
            if (!fits && random.Next(2) == 0)
            {
                toCoordinator.Add(new Message.Failed(id, given.Task.Pass, given.Queue, blocks[random.Next(blocks.Length)], false, "It is gone."));
                return;
            }

            var sum = SufficientStatistics.Merge(blocks.Select(block => parts[Array.IndexOf(names, block)]));
            var result = new BlockResult.Statistics(blocks[0], blocks.Length, fits ? blocks.Length : -1, RealVector.Create(sum.Length, sum.CopyTo));
            toCoordinator.Add(new Message.Answer(id, given.Task.Pass, given.Queue, random.Next(3) switch { 0 => 1, 1 => 1e-6, _ => double.NaN }, result));
        }

        /// <summary>Each block is collected once, where it belongs.</summary>
        private void Collect(Run run, BlockResult result)
        {
            var statistics = Assert.IsType<BlockResult.Statistics>(result);
            if (statistics.Count < 0)
                throw new ArgumentException("unfit");
            Assert.Equal((names[run.First], run.Count), (statistics.Block, statistics.Blocks));
            Assert.DoesNotContain(true, isFound[run.First..run.End]);
            isFound.AsSpan(run.First, run.Count).Fill(true);
            Runs += run.Count > 1 ? 1 : 0;
            tree.Add(run.First, run.Count, Read(statistics.Values));
        }

        private static SufficientStatistics Read(ReadOnlySpan<double> values) => SufficientStatistics.Read(CovarianceShape.Spherical, 1, [0.0], values);

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
                {
                    Assert.False(dispatcher.Status.IsBlocked);
                    toWorkers.Add((queue, task));
                }
            }

            Assert.True(dispatcher.MostOutstanding <= DispatchRules.OutstandingEach);
        }

        private Message.Hello Hello(string queue) => new(queue, queue, kernel, random.Next(2) == 0 && queue != "last", [.. names.Where(_ => random.Next(3) == 0)]);

        private string Any(HashSet<string> queues) => queues.Order(StringComparer.Ordinal).ElementAt(random.Next(queues.Count));

        private T Taken<T>(List<T> list)
        {
            var index = random.Next(list.Count);
            var item = list[index];
            list.RemoveAt(index);
            return item;
        }
    }
}
