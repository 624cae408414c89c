using System.Diagnostics;
using System.Globalization;
using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.RabbitMq.Tests.Models;

/// <summary>Three queues followed as one stream by a process that is killed, and a second process that assigns by its models.</summary>
[Collection(BrokerCollection.Name)]
public sealed class PartitionFollowerTests(RabbitMqServer server) : IDisposable
{
    /// <summary>The warm-up is merged after 500 rows, and then there is a merge every 1,000: the last row of all is followed by one.</summary>
    private const int RowsOfEach = 3_500;

    private readonly string folder = Directory.CreateTempSubdirectory("streamgmm").FullName;
    private readonly string cluster = $"test-{Guid.NewGuid():N}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public async Task Killed_and_started_again_it_ends_with_the_bits_of_an_undisturbed_run_and_others_assign_by_its_models()
    {
        server.Require();
        var (broker, file) = (BrokerAddress.Parse(server.Address), Path.Combine(folder, "state.json"));
        var rows = new[] { "b", "a", "c" }.Select((name, i) => (Queue: $"{cluster}-{name}", Samples: Truth.Sample(RowsOfEach, seed: 10 + i))).ToArray();
        foreach (var (queue, samples) in rows)
        {
            await RabbitMqStream.DeclareAsync(broker, queue);
            await using var writer = await RabbitMqStreamWriter.OpenAsync(broker, queue, PartitionFollower.BatchSize);
            await writer.WriteAsync(samples);
            await writer.FlushAsync();
        }

        string[] arguments = ["follow-partitions", server.Address, cluster, file, .. rows.Select(r => r.Queue)];
        foreach (var until in new[] { 3_000, 7_000, 3 * RowsOfEach })
        {
            using var follower = OwnProcess.Start(arguments);
            Assert.InRange(await ReachesAsync(follower, until), until, 3 * RowsOfEach);
            follower.Kill();
            await follower.WaitForExitAsync();
        }

        var expected = await Undisturbed(rows);
        Assert.Equal(3 * RowsOfEach, expected.Merged.SamplesSeen);
        Assert.Equal(expected, Gmm.LoadPartitions(file));
        Assert.All(rows, r => Assert.Equal(RowsOfEach, expected.PositionOf(r.Queue)));

        // The last model may have died with the process that would have sent it: it is sent by the next that starts, after its next merge, or by hand.
        await using (var publisher = await ModelPublisher.ConnectAsync(new ModelPublisherOptions(broker) { Cluster = cluster }))
            publisher.Publish("all", Gmm.LoadPartitions(file));
        using var assigns = OwnProcess.Start(["assign", server.Address, cluster]);
        string? line;
        do
            line = await assigns.StandardOutput.ReadLineAsync().WaitAsync(Cluster.Limit);
        while (line is not null && !line.StartsWith($"{3 * RowsOfEach} ", StringComparison.Ordinal));
        assigns.Kill();
        var mixture = expected.Merged.Mixture!;
        Assert.Equal(FormattableString.Invariant($"{3 * RowsOfEach} {mixture.Assign([0, 0])} {mixture.LogDensity([0.0, 0.0]):R}"), line);
    }

    private static GaussianMixture Truth { get; } = new([0.2, 0.3, 0.5], [[0, 0], [6, 2], [-4, 8]], new Covariances.Spherical([1, 0.5, 2]));

    /// <summary>The rows that were learned when at least so many were.</summary>
    private static async Task<long> ReachesAsync(Process follower, long rows)
    {
        long seen;
        do
        {
            var line = await follower.StandardOutput.ReadLineAsync().WaitAsync(Cluster.Limit);
            seen = line is null ? -1 : long.Parse(line, CultureInfo.InvariantCulture);
        }
        while (seen >= 0 && seen < rows);
        return seen;
    }

    /// <summary>The last state of a run in this process, without a broker.</summary>
    private static async Task<PartitionedState> Undisturbed((string Queue, Samples Samples)[] rows)
    {
        PartitionedState? last = null;
        var partitions = rows.ToDictionary(r => r.Queue, r => Batches(r.Samples));
        await foreach (var state in partitions.FollowPartitionsAsync(PartitionFollower.Options, PartitionFollower.MergeEvery, PartitionOrder.InTurn))
            last = state;
        return last!;
    }

    private static async IAsyncEnumerable<Batch> Batches(Samples samples)
    {
        await Task.Yield();
        for (var row = 0; row < samples.Count; row += PartitionFollower.BatchSize)
            yield return new Batch(samples.Slice(row, PartitionFollower.BatchSize), row + PartitionFollower.BatchSize);
    }
}
