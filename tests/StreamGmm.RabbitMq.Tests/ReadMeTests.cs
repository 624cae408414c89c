using StreamGmm.RabbitMq.Tests.Broker;
using StreamGmm.RabbitMq.Tests.Streams;

namespace StreamGmm.RabbitMq.Tests;

/// <summary>The README's program that follows a stream; that it is printed there is tested with the others.</summary>
[Collection(BrokerCollection.Name)]
public sealed class ReadMeTests(RabbitMqServer server)
{
    [SkippableFact]
    public async Task The_program_that_follows_a_stream_goes_on_where_it_was()
    {
        var stream = await TestStream.DeclareAsync(server, 256);
        Environment.SetEnvironmentVariable("STREAMGMM_CLUSTER", server.Address);
        File.Delete("state.json");
        await stream.WriteAsync(TestStream.Rows(0, 5_120));
        var running = Program(stream.Queue);
        await LearnedAsync(5_120);
        await stream.WriteAsync(TestStream.Rows(5_120, 5_120));
        await LearnedAsync(10_240);
        await using (var connection = await stream.Address.ConnectAsync("test", CancellationToken.None))
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeleteAsync(stream.Queue, false, false, false, CancellationToken.None);
        await Assert.ThrowsAsync<BrokerException>(() => running.WaitAsync(TestStream.Limit));
        Assert.NotNull(Gmm.LoadState("state.json").Mixture);
        File.Delete("state.json");

        async Task LearnedAsync(long position)
        {
            using var limit = new CancellationTokenSource(TestStream.Limit);
            while (!File.Exists("state.json") || Gmm.LoadState("state.json").Position < position)
            {
                if (running.IsCompleted)
                    await running;
                await Task.Delay(10, limit.Token);
            }
        }
    }

    private static async Task Program(string queue)
    {
        // README
        var broker = BrokerAddress.Parse(Environment.GetEnvironmentVariable("STREAMGMM_CLUSTER")!);   // amqps://user:password@broker/
        var options = new OnlineOptions(components: 3);
        var state = File.Exists("state.json") ? Gmm.LoadState("state.json") : OnlineEm.Start(options);
        var batches = RabbitMqStream.Batches(new RabbitMqStreamOptions(broker, queue, dimension: 2) { RowsPerMessage = 256 }, state.Position);
        await foreach (var next in batches.FollowMixtureAsync(options, state))
            Gmm.SaveState(next, "state.json");

        // end of README
    }
}
