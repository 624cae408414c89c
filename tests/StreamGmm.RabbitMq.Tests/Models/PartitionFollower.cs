using System.Globalization;

namespace StreamGmm.RabbitMq.Tests.Models;

/// <summary>Follows the streams of several queues as one, saves the state after each merge and publishes it: what a program of a user does.</summary>
internal static class PartitionFollower
{
    public const int BatchSize = 100, MergeEvery = 1_000;

    public static readonly OnlineOptions Options = new(3) { Memory = new MemoryPolicy.HalfLife(3_000), Threads = 1 };

    /// <summary>Follows until the process is killed; each save is told.</summary>
    public static async Task RunAsync(string address, string cluster, string file, string[] queues)
    {
        var broker = BrokerAddress.Parse(address);
        var resume = File.Exists(file) ? Gmm.LoadPartitions(file) : null;
        await using var publisher = await ModelPublisher.ConnectAsync(new ModelPublisherOptions(broker) { Cluster = cluster });
        var partitions = queues.ToDictionary(queue => queue, queue => RabbitMqStream.Batches(
            new RabbitMqStreamOptions(broker, queue, dimension: 2) { BatchSize = BatchSize, RowsPerMessage = BatchSize }, resume?.PositionOf(queue) ?? 0));
        await foreach (var state in partitions.FollowPartitionsAsync(Options, MergeEvery, PartitionOrder.InTurn, resume))
        {
            Gmm.SavePartitions(state, file);
            publisher.Publish("all", state);
            Console.WriteLine(state.Merged.SamplesSeen.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Tells the component of (0, 0) by each model that comes.</summary>
    public static async Task AssignAsync(string address, string cluster)
    {
        await foreach (var model in RabbitMqModels.ReadAsync(BrokerAddress.Parse(address), cluster))
            Console.WriteLine(FormattableString.Invariant($"{model.SamplesSeen} {model.Mixture.Assign([0, 0])} {model.Mixture.LogDensity([0.0, 0.0]):R}"));
    }
}
