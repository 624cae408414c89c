using System.Globalization;
using StreamGmm.RabbitMq.Tests.Models;
using StreamGmm.RabbitMq.Tests.Streams;

namespace StreamGmm.RabbitMq.Tests;

/// <summary>What the tests do in processes of their own: <c>kernel</c> tells how this process computes; <c>connect ADDRESS</c> says whether it can be used; <c>worker ADDRESS CLUSTER N</c> is a worker that stops for ever in opening its N-th block;
/// <c>follow ADDRESS QUEUE ROWS FILE END</c> follows a stream of so many rows a message to a position, and saves its state; <c>follow-partitions ADDRESS CLUSTER FILE QUEUE...</c> and <c>assign ADDRESS CLUSTER</c> are of the tests of partitions.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["kernel"]:
                Console.WriteLine(FormattableString.Invariant($"{Kernel.Here.Fingerprint:X} {Kernel.Here.Path}"));
                return 0;
            case ["connect", var address]:
                try
                {
                    // A busy machine is no reason.
                    await using (await RabbitMqCluster.ConnectAsync(new RabbitMqClusterOptions(BrokerAddress.Parse(address, TimeSpan.FromSeconds(30)))))
                        Console.WriteLine("connected");
                }
                catch (BrokerException e)
                {
                    Console.WriteLine(e);
                }

                return 0;
            case ["worker", var address, var cluster, var last]:
                var left = int.Parse(last, CultureInfo.InvariantCulture);
                var source = new SomeBlocks(0, (block, _) =>
                {
                    if (Interlocked.Decrement(ref left) > 0)
                        return;
                    Console.WriteLine($"stuck in {block}");
                    Thread.Sleep(Timeout.Infinite);
                });
                await using (await BlockWorker.StartAsync(source, new BlockWorkerOptions(BrokerAddress.Parse(address)) { Cluster = cluster, Memory = 0 }))
                    await Console.In.ReadToEndAsync();
                return 0;
            case ["follow", var address, var queue, var rows, var file, var end]:
                return await Follower.RunAsync(BrokerAddress.Parse(address), queue, int.Parse(rows, CultureInfo.InvariantCulture), file, long.Parse(end, CultureInfo.InvariantCulture));
            case ["follow-partitions", var address, var cluster, var file, .. var queues]:
                await await Task.WhenAny(PartitionFollower.RunAsync(address, cluster, file, queues), Console.In.ReadToEndAsync());
                return 0;
            case ["assign", var address, var cluster]:
                await await Task.WhenAny(PartitionFollower.AssignAsync(address, cluster), Console.In.ReadToEndAsync());
                return 0;
            default:
                return 2;
        }
    }
}
