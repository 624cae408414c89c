namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>A worker that does its blocks, but may say more than it should.</summary>
internal sealed class FakeWorker : IAsyncDisposable
{
    private readonly KeptBlocks blocks = new(new SomeBlocks(0), 1 << 24);
    private readonly Dictionary<long, Message.Mixture> mixtures = [];
    private readonly Func<FakeWorker, Message.Task, BlockResult, Task> answer;
    private readonly Topology topology;
    private Link? link;

    private FakeWorker(Cluster cluster, Func<FakeWorker, Message.Task, BlockResult, Task> answer) =>
        (topology, this.answer) = (new Topology(cluster.Name), answer);

    public string Queue => link!.Queue;

    /// <summary>Comes to a cluster and says hello.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="answer">Says what came of a task.</param>
    public static async Task<FakeWorker> ConnectAsync(Cluster cluster, Func<FakeWorker, Message.Task, BlockResult, Task> answer)
    {
        var worker = new FakeWorker(cluster, answer);
        worker.link = await Link.OpenAsync(cluster.Address, worker.topology, new LinkEnd("worker", worker.topology.Workers, "fake", worker.Take, _ => { }, (_, _) => { }), default);
        await worker.SayAsync(worker.topology.Coordinators, "", MessageFormat.Write(new Message.Hello(worker.Queue, "fake", Kernel.Here, true, [])));
        return worker;
    }

    public Task<bool> SayAsync(string exchange, string queue, byte[] frame) => link!.SendAsync(exchange, queue, frame);

    /// <summary>Says something to the coordinator of a task.</summary>
    public Task<bool> ReplyAsync(Message.Task task, Message message) => SayAsync("", task.Reply, MessageFormat.Write(message));

    public Message.Answer Answer(Message.Task task, BlockResult result) => new(task.Coordinator, task.Pass, Queue, 0.1, result);

    public ValueTask DisposeAsync() => link!.DisposeAsync();

    private Refusal? Take(Link from, Message message)
    {
        if (message is Message.Mixture mixture)
            mixtures[mixture.Pass] = mixture;
        if (message is Message.Task task)
            _ = answer(this, task, Doing.Do(task.Value, mixtures.GetValueOrDefault(task.Pass), blocks, 1, _ => { }, default));
        return null;
    }
}
