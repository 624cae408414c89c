using System.Buffers.Binary;
using RabbitMQ.Client;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>What should not be said: it is refused, counted and kept aside, and fits go on to the same bits.</summary>
[Collection(BrokerCollection.Name)]
public class PoisonTests(RabbitMqServer server)
{
    /// <summary>Messages that nobody can read.</summary>
    private static readonly (string Name, byte[] Frame)[] Poison =
    [
        ("nothing", []),
        ("text", "{\"hello\": \"world\"}"u8.ToArray()),
        ("a flipped bit", Changed(frame => frame[^6] ^= 4)),
        ("a part", Changed(_ => { })[..20]),
        ("another version", Changed(frame => BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(4), 7))),
        ("too long", TooLong()),
        ("an unknown kind", Changed(frame => frame[6] = 77)),
        ("a mixture that is none", Frame.Write(MessageKind.Mixture, Guid.NewGuid(), 1, new byte[100])),
    ];

    [SkippableFact]
    public async Task Poison_is_refused_counted_and_kept_aside_by_workers_and_coordinators()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync();
        await cluster.WorkersAsync(1);
        await using var aside = await Aside.ConnectAsync(cluster);
        var topology = new Topology(cluster.Name);
        for (var i = 0; i < Poison.Length; i++)
        {
            var (before, same) = (i + 1, Poison[i].Frame);
            await aside.PublishAsync(topology.Workers, same);
            await Cluster.UntilAsync(worker, status => status.RefusedMessages == before);
            await aside.PublishAsync(topology.Coordinators, same);
            await cluster.UntilAsync(status => status.RefusedMessages == before);
            Assert.Equal(same, await aside.NextAsync());
            Assert.Equal(same, await aside.NextAsync());
        }

        await cluster.FitAsync();
        Assert.Equal(1, cluster.Coordinator.Status.Workers);
        Assert.Equal(Poison.Length, worker.Status.RefusedMessages);
    }

    [SkippableFact]
    public async Task Messages_for_others_and_about_fits_that_are_not_there_are_refused()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        var worker = await cluster.WorkerAsync();
        await cluster.WorkersAsync(1);
        await using var aside = await Aside.ConnectAsync(cluster);
        var topology = new Topology(cluster.Name);
        var nobody = Guid.NewGuid();
        var summary = new BlockSummary("block-00", 300, [0, 0, 0], [300, 0], 1);
        Message[] toWorkers = [new Message.Task(nobody, 1, "nowhere", new BlockTask.Expect(summary)), new Message.Bye("q"), new Message.Failed(nobody, 1, "q", "b", false, "m")];
        Message[] toCoordinators =
        [
            new Message.Answer(nobody, 1, "q", 1, new BlockResult.Summary(summary)), new Message.Failed(nobody, 1, "q", "b", true, "m"), new Message.End(nobody, 1),
            new Message.Task(nobody, 1, "nowhere", new BlockTask.Summarize("b", 1)),
        ];
        foreach (var message in toWorkers)
            await aside.PublishAsync(topology.Workers, MessageFormat.Write(message));
        foreach (var message in toCoordinators)
            await aside.PublishAsync(topology.Coordinators, MessageFormat.Write(message));
        await Cluster.UntilAsync(worker, status => status.RefusedMessages == toWorkers.Length);
        await cluster.UntilAsync(status => status.RefusedMessages == toCoordinators.Length);
        for (var i = 0; i < toWorkers.Length + toCoordinators.Length; i++)
            await aside.NextAsync();
        await cluster.FitAsync();
    }

    [SkippableFact]
    public async Task Answers_that_come_again_and_late_change_nothing()
    {
        var old = new List<(Message.Task Task, Message.Answer Answer)>();
        await using var cluster = await Cluster.ConnectAsync(server);
        await using var fake = await FakeWorker.ConnectAsync(cluster, async (worker, task, result) =>
        {
            var answer = worker.Answer(task, result);
            (Message.Task, Message.Answer)[] before;
            lock (old)
            {
                before = [.. old.Skip(old.Count / 2)];
                old.Add((task, answer));
            }

            foreach (var (to, late) in before)
                await worker.ReplyAsync(to, late);
            for (var i = 0; i < 3; i++)
                await worker.ReplyAsync(task, answer);
        });
        await cluster.WorkerAsync();
        await cluster.WorkersAsync(2);
        await cluster.FitAsync();
        var status = await cluster.UntilAsync(status => status.LateAnswers > 0);
        Assert.Equal(0, status.RefusedMessages);
    }

    [SkippableFact]
    public async Task Answers_that_do_not_fit_are_refused_and_their_blocks_done_by_others()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await using var fake = await FakeWorker.ConnectAsync(cluster, (worker, task, result) => worker.ReplyAsync(task, worker.Answer(task, result switch
        {
            BlockResult.Statistics statistics => statistics with { Values = RealVector.Create(statistics.Values.SkipLast(1)) },
            BlockResult.Summary { Value: var summary } => new BlockResult.Statistics(summary.Block, 1, 1, [1.0]),
            _ => result,
        })));
        await cluster.WorkerAsync();
        await cluster.WorkersAsync(2);
        await cluster.FitAsync();
        Assert.True(cluster.Coordinator.Status.RefusedMessages > 0);
        Assert.Contains("does not fit", cluster.Coordinator.Status.LastRefusal, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_worker_of_another_version_is_refused_by_name()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        await using var fake = await FakeWorker.ConnectAsync(cluster, (_, _, _) => Task.CompletedTask);
        await cluster.WorkersAsync(1);
        var hello = MessageFormat.Write(new Message.Hello("another", "another", Kernel.Here, false, []));
        BinaryPrimitives.WriteUInt16LittleEndian(hello.AsSpan(4), Frame.Version - 1);
        await fake.SayAsync(new Topology(cluster.Name).Coordinators, "", hello);
        var status = await cluster.UntilAsync(status => status.RefusedMessages == 1);
        Assert.Equal(1, status.Workers);
        Assert.Contains($"version {Frame.Version - 1}", status.LastRefusal, StringComparison.Ordinal);
        Assert.Contains("'fake'", status.LastRefusal, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_message_holds_the_password()
    {
        await using var cluster = await Cluster.ConnectAsync(server);
        var heard = new List<byte[]>();
        await using var fake = await FakeWorker.ConnectAsync(cluster, (worker, task, result) =>
        {
            lock (heard)
                heard.Add(MessageFormat.Write(task));
            return worker.ReplyAsync(task, worker.Answer(task, result));
        });
        await cluster.FitAsync(3);
        Assert.NotEmpty(heard);
        Assert.All(heard, frame => Assert.Equal(-1, frame.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(RabbitMqServer.Secret))));
        Assert.DoesNotContain(RabbitMqServer.Secret, $"{cluster.Address} {new RabbitMqClusterOptions(cluster.Address)} {new BlockWorkerOptions(cluster.Address)} {cluster.Coordinator.Status}", StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_queue_of_another_kind_from_before_keeps_nobody_out_and_is_told_until_it_is_gone()
    {
        server.Require();
        var name = $"test-{Guid.NewGuid():N}";
        var address = BrokerAddress.Parse(server.Address);
        await using var connection = await address.ConnectAsync("before", default);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(new Topology(name).Refused, durable: true, exclusive: false, autoDelete: false);
        await using var cluster = await Cluster.ConnectAsync(server, name: name);
        Assert.Contains($"rabbitmqctl delete_queue {name}.refused", (await cluster.UntilAsync(status => status.IsConnected)).Warning, StringComparison.Ordinal);
        var worker = await cluster.WorkerAsync();
        Assert.Contains("inequivalent", (await Cluster.UntilAsync(worker, status => status.IsConnected)).Warning, StringComparison.Ordinal);
        await cluster.FitAsync(2);
        await channel.QueueDeleteAsync(new Topology(name).Refused);
        await server.DisconnectAllAsync();
        await cluster.UntilAsync(status => status is { IsConnected: true, Warning: null });
        await cluster.FitAsync(2);
    }

    private static byte[] Changed(Action<byte[]> change)
    {
        var frame = MessageFormat.Write(new Message.Failed(Guid.Empty, 1, "queue", "block", false, "message"));
        change(frame);
        return frame;
    }

    private static byte[] TooLong()
    {
        var frame = Frame.Write(MessageKind.Answer, Guid.Empty, 1, new byte[1 << 21]);
        frame[6] = (byte)MessageKind.Task;
        return frame;
    }
}
