using System.Diagnostics;

namespace StreamGmm.Benchmarks.Cluster;

/// <summary>A cluster in virtual time: the dispatcher is the real one, all else takes what costs say.</summary>
/// <remarks>
/// The coordinator is one core, as is each worker and each queue of the broker; lines carry so many bytes a second in each direction. Workers have memory for the blocks they have read.
/// The same costs, scenario and seed give the same times.
/// </remarks>
internal sealed class ClusterSimulation
{
    private static readonly Kernel Kernel = new("simulated", 1);
    private static readonly RealVector Nothing = [0];
    private const double HelloEvery = 1;
    private const double TickEvery = 0.1;
    private const double EchoEvery = 0.5;

    private readonly ClusterCosts costs;
    private readonly ClusterScenario scenario;
    private readonly Random random;
    private readonly Guid id = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private readonly Dispatcher dispatcher;
    private readonly PriorityQueue<Action, (double Time, long Order)> events = new();
    private readonly Dictionary<string, SimulatedWorker> workers = new(StringComparer.Ordinal);
    private readonly Station coordinator = new();
    private readonly Station route = new();
    private readonly Station answers = new();
    private readonly Station lineIn = new();
    private readonly Station lineOut = new();
    private readonly BlockTask[] tasks;
    private readonly int[] answered;
    private readonly RealVector numbers;
    private readonly List<double> seconds = [];
    private Pass? pass;
    private double now;
    private double begun;
    private double heard;
    private long order;
    private int names;
    private int deaths;
    private long messages;
    private long deciding;
    private (double Time, double Coordinator, double Broker, long Messages) measuring;

    private ClusterSimulation(ClusterCosts costs, ClusterScenario scenario)
    {
        (this.costs, this.scenario, random) = (costs, scenario, new Random(scenario.Seed));
        dispatcher = new Dispatcher(id, Kernel, new DispatchRules(false, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan, 3, TimeSpan.FromSeconds(1))
        {
            TasksEach = scenario.TasksEach,
            MostHeight = scenario.MostHeight,
        });
        tasks = [.. Enumerable.Range(0, scenario.Blocks).Select(i => new BlockTask.Expect(new BlockSummary($"part-{i:00000}.npy", 1, [0], [1, 0], 1)))];
        answered = new int[scenario.Blocks];
        numbers = RealVector.Create((int)(costs.AnswerBytes / sizeof(double)), _ => { });
    }

    public static PassFigures Run(ClusterCosts costs, ClusterScenario scenario) => new ClusterSimulation(costs, scenario).Run();

    private double BrokerBusy => Math.Max(Math.Max(route.Busy, answers.Busy), Math.Max(lineIn.Busy, lineOut.Busy));

    private PassFigures Run()
    {
        Decide(d => d.Connect("reply", null, Time));
        for (var i = 0; i < scenario.Workers; i++)
            Join(isStart: true);
        At(0, Begin);
        At(TickEvery, Tick);
        At(0, Echo);
        while (seconds.Count < scenario.Passes)
        {
            events.TryDequeue(out var happen, out var at);
            now = at.Time;
            happen!();
        }

        var elapsed = now - measuring.Time;
        return new PassFigures(
            seconds,
            elapsed > 0 ? (coordinator.Busy - measuring.Coordinator) / elapsed : 0,
            elapsed > 0 ? (BrokerBusy - measuring.Broker) / elapsed : 0,
            (coordinator.Busy - measuring.Coordinator) / scenario.Passes,
            (messages - measuring.Messages) / (double)scenario.Passes,
            dispatcher.Status,
            deaths,
            answered,
            Stopwatch.GetElapsedTime(0, deciding).TotalSeconds / ((double)scenario.Blocks * (scenario.Passes + scenario.WarmUp)));
    }

    private TimeSpan Time => TimeSpan.FromSeconds(now);

    private void At(double time, Action happen) => events.Enqueue(happen, (time, order++));

    private void Begin()
    {
        begun = now;
        if (passes == scenario.WarmUp)
            measuring = (now, coordinator.Busy, BrokerBusy, messages);
        passes++;
        Decide(d => pass = d.Start(tasks, (Mixture, Nothing), Collect, Time));
    }

    private static readonly GaussianMixture Mixture = new([1], [[0]], new Covariances.Spherical([1]));

    private int passes;

    private void Collect(Run run, BlockResult result)
    {
        for (var place = run.First; place < run.End; place++)
            answered[place]++;
    }

    private void Tick()
    {
        Decide(d => d.Tick(Time, TimeSpan.FromSeconds(now - heard)));
        At(now + TickEvery, Tick);
    }

    /// <summary>A message of the coordinator to itself: when it is back, all that was sent before it has been taken.</summary>
    private void Echo()
    {
        var sent = now;
        At(coordinator.Serve(now, costs.Message) + costs.Latency, () =>
            At(answers.Serve(now, costs.BrokerMessage), () =>
                At(lineOut.Serve(now, 0) + costs.Latency, () =>
                    At(coordinator.Serve(now, costs.Message), () =>
                    {
                        heard = sent;
                        At(Math.Max(now, sent + EchoEvery), Echo);
                    }))));
    }

    /// <summary>A worker comes.</summary>
    private void Join(bool isStart)
    {
        var worker = new SimulatedWorker($"streamgmm.worker.{names++:00000000}", Math.Exp(scenario.Spread.Worker * Normal()));
        workers.Add(worker.Queue, worker);
        if (isStart)
            Decide(d => d.Take(Hello(worker), Time));
        else
            Greet(worker);
        At(now + (HelloEvery * random.NextDouble()), () => Repeat(worker));
        if (scenario.Deaths.PerHour > 0)
            At(now - (3600 / scenario.Deaths.PerHour * Math.Log(1 - random.NextDouble())), () => Die(worker));
    }

    private void Die(SimulatedWorker worker)
    {
        deaths++;
        worker.IsAlive = false;
        workers.Remove(worker.Queue);
        At(now + scenario.Deaths.Replaced, () => Join(isStart: false));
    }

    private void Repeat(SimulatedWorker worker)
    {
        if (!worker.IsAlive)
            return;
        if (now - worker.Answered >= HelloEvery)
            Greet(worker);
        At(now + HelloEvery, () => Repeat(worker));
    }

    private static Message.Hello Hello(SimulatedWorker worker) => new(worker.Queue, "worker", Kernel, worker.Current is not null || worker.Waiting.Count > 0, [.. worker.Kept]);

    private void Greet(SimulatedWorker worker) => ToCoordinator(worker, Hello(worker), costs.HelloBytes.Hello + (costs.HelloBytes.Name * worker.Kept.Count), 0);

    /// <summary>From a worker over the broker to the coordinator.</summary>
    private void ToCoordinator(SimulatedWorker worker, Message message, double bytes, double merging)
    {
        messages++;
        At(worker.Line.Serve(now, bytes * costs.Line) + costs.Latency, () =>
            At(lineIn.Serve(now, bytes * costs.Line), () =>
                At(answers.Serve(now, costs.BrokerMessage + (bytes * costs.BrokerByte)), () =>
                    At(lineOut.Serve(now, bytes * costs.Line) + costs.Latency, () =>
                        At(coordinator.Serve(now, costs.Message + (bytes * costs.Byte) + merging), () =>
                            Decide(d => d.Take(message, Time)))))));
    }

    /// <summary>Lets the dispatcher do something, and sends what it says.</summary>
    private void Decide(Action<Dispatcher> action)
    {
        var start = Stopwatch.GetTimestamp();
        action(dispatcher);
        deciding += Stopwatch.GetTimestamp() - start;
        while (dispatcher.Outbox.TryDequeue(out var outgoing))
            Send(outgoing);
        if (pass is { Completion.Task.IsCompleted: true })
        {
            pass = null;
            At(coordinator.Serve(now, costs.Maximize), () =>
            {
                if (passes > scenario.WarmUp)
                    seconds.Add(now - begun);
                if (seconds.Count < scenario.Passes)
                    Begin();
            });
        }
    }

    private void Send(Outgoing outgoing)
    {
        var bytes = outgoing.Message switch
        {
            Message.Mixture => costs.MixtureBytes,
            Message.Task task => costs.TaskBytes.Task + ((task.Value.Blocks - 1) * costs.TaskBytes.Block),
            _ => 40.0,
        };
        At(coordinator.Serve(now, costs.Message + (bytes * costs.Byte)) + costs.Latency, () =>
        {
            if (outgoing.Queue is { } queue)
            {
                messages++;
                At(route.Serve(now, costs.BrokerMessage + (bytes * costs.BrokerByte)), () =>
                    At(lineOut.Serve(now, bytes * costs.Line) + costs.Latency, () => Arrive(queue, outgoing.Message)));
                return;
            }

            messages += workers.Count;
            At(route.Serve(now, costs.BrokerMessage + (bytes * costs.BrokerByte) + (workers.Count * costs.Copy)), () =>
            {
                foreach (var worker in workers.Keys.ToArray())
                    At(lineOut.Serve(now, bytes * costs.Line) + costs.Latency, () => Arrive(worker, outgoing.Message));
            });
        });
    }

    private void Arrive(string queue, Message message)
    {
        if (!workers.TryGetValue(queue, out var worker))
        {
            // The queue is gone with its worker: the broker gives the message back.
            if (message is not Message.End)
                At(coordinator.Serve(now, costs.Message), () => Decide(d => d.Leave(queue, Time)));
            return;
        }

        switch (message)
        {
            case Message.Task task:
                worker.Waiting.AddLast(task);
                Work(worker);
                break;
            case Message.End end when worker.Drop(end.Pass):
                Greet(worker);
                Work(worker);
                break;
            default:
                break;
        }
    }

    private void Work(SimulatedWorker worker)
    {
        if (worker.Current is not null || worker.Waiting.First is not { } first)
            return;
        worker.Waiting.RemoveFirst();
        var task = worker.Current = first.Value;
        var blocks = task.Value.Blocks;
        var usual = (blocks * scenario.RowsPerBlock * costs.Row) + ((blocks - 1) * costs.Merge);
        var time = usual * worker.Speed * Math.Exp(scenario.Spread.Task * Normal()) * (random.NextDouble() < scenario.Rare.Share ? scenario.Rare.Times : 1);
        At(now + time, () =>
        {
            if (!worker.IsAlive || !ReferenceEquals(worker.Current, task))
                return;
            worker.Current = null;
            worker.Answered = now;
            worker.Kept.UnionWith(((BlockTask.Expect)task.Value).Summaries.Select(summary => summary.Block));
            ToCoordinator(worker, new Message.Answer(id, task.Pass, worker.Queue, time, new BlockResult.Statistics(task.Value.Block, blocks, 1, numbers)), costs.AnswerBytes, costs.Merge);
            Work(worker);
        });
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
