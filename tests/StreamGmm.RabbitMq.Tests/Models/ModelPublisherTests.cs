using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text;
using RabbitMQ.Client;
using StreamGmm.RabbitMq.Tests.Broker;

namespace StreamGmm.RabbitMq.Tests.Models;

/// <summary>Models, states and alarms by way of a real broker.</summary>
[Collection(BrokerCollection.Name)]
public class ModelPublisherTests(RabbitMqServer server)
{
    private readonly string cluster = $"test-{Guid.NewGuid():N}";

    [SkippableFact]
    public async Task Who_comes_late_gets_the_latest_model_at_once_and_then_each()
    {
        server.Require();
        await using var publisher = await PublisherAsync();
        for (var version = 1; version <= 2; version++)
        {
            publisher.Publish(Model(version));
            await publisher.FlushAsync().WaitAsync(Cluster.Limit);
        }

        Assert.Equal(2, publisher.Status.Published);

        // What is given just before the end is sent.
        await using (var hasty = await PublisherAsync())
            hasty.Publish(Model(3));
        await using var models = RabbitMqModels.ReadAsync(Address, cluster).GetAsyncEnumerator();
        Assert.Equal(Model(3), await UntilAsync(models, 3));
        var assigned = new[] { new[] { 9.0, 9.0 } }.ToObservable().SelectMany(row => RabbitMqModels.Observe(Address, cluster).SkipWhile(m => m.Version < 5).Take(1).Select(m => (row, m)))
            .SelectMany(one => Observable.Return(one.row).AssignWith(Observable.Return(one.m), x => x)).ToTask();
        for (var version = 4; version <= 5; version++)
        {
            publisher.Publish(Model(version));
            Assert.True(await models.MoveNextAsync().AsTask().WaitAsync(Cluster.Limit));
            Assert.Equal(Model(version), models.Current);
        }

        // Its component 1 is at (5, 5), and is called 15.
        Assert.Equal((1, 15L), (await assigned.WaitAsync(Cluster.Limit)) is var a ? (a.Component, a.Id) : default);
    }

    [SkippableFact]
    public async Task States_alarms_and_models_come_with_their_keys()
    {
        server.Require();
        await using var publisher = await PublisherAsync();
        await using var listener = await Listener.ConnectAsync(Address, cluster, "#");
        var options = new OnlineOptions(1) { Shape = CovarianceShape.Spherical };
        var state = OnlineEm.Start(Mixture(1), options);
        publisher.Publish("readings.a", state, ["x", "y"]);
        Assert.Equal(("state.readings.a", Encoding.UTF8.GetString(StateLine.Of(state, ["x", "y"]).Span)), await listener.NextAsync());

        var alarming = Alarming(options);
        publisher.Publish("whole", alarming);
        (string Key, string Text)[] three = [await listener.NextAsync(), await listener.NextAsync(), await listener.NextAsync()];
        var partition = alarming.Partitions.Single(one => one.Value.Alarm).Key;
        Assert.Equal([$"alarm.{partition}", "model", "state.whole"], three.Select(one => one.Key).Order(StringComparer.Ordinal));
        var line = Encoding.UTF8.GetString(StateLine.Of(alarming.Merged).Span);
        Assert.Contains("\"alarm\":true", line, StringComparison.Ordinal);
        Assert.All(three.Where(one => one.Key != "model"), one => Assert.Equal(line, one.Text));
        Assert.Equal(PublishedModel.Of(alarming), PublishedModel.Read(Encoding.UTF8.GetBytes(three.Single(one => one.Key == "model").Text)));

        publisher.Publish("single", alarming.Merged);
        Assert.Equal(["alarm.single", "state.single"], new[] { (await listener.NextAsync()).Key, (await listener.NextAsync()).Key }.Order(StringComparer.Ordinal));
        Assert.Throws<ArgumentException>(() => publisher.Publish(new string('x', 255), state));
        Assert.Throws<ArgumentException>(() => publisher.Publish("", state));
        Assert.Throws<ArgumentException>(() => publisher.Publish("readings.a", state, ["x"]));
    }

    [SkippableFact]
    public async Task While_the_broker_is_away_the_latest_and_some_alarms_wait_and_reading_goes_on_where_it_was()
    {
        server.Require();
        await using var publisher = await ModelPublisher.ConnectAsync(new ModelPublisherOptions(Address) { Cluster = cluster, MostAlarms = 3 }).WaitAsync(Cluster.Limit);
        await (await Listener.ConnectAsync(Address, cluster, "*.#")).DisposeAsync();
        await using var models = RabbitMqModels.ReadAsync(Address, cluster).GetAsyncEnumerator();
        publisher.Publish(Model(1));
        Assert.Equal(Model(1), await UntilAsync(models, 1));
        var next = models.MoveNextAsync().AsTask();
        var alarming = Alarming(new OnlineOptions(1) { Shape = CovarianceShape.Spherical }).Merged;
        await server.StopAsync();
        try
        {
            await UntilAsync(publisher, status => !status.IsConnected);
            for (var version = 2; version <= 1_000; version++)
            {
                publisher.Publish(Model(version));
                publisher.Publish("a", alarming, [$"v{version}", "y"]);
            }

            Assert.Equal((true, 1, 996), (publisher.Status.IsWaiting, publisher.Status.Published, publisher.Status.LostAlarms));
            Assert.Equal(2 * 998, publisher.Status.Replaced);
            Assert.NotNull(publisher.Status.LastFault);
            Assert.DoesNotContain(RabbitMqServer.Secret, $"{publisher.Status}", StringComparison.Ordinal);
        }
        finally
        {
            await server.StartAsync();
        }

        await publisher.FlushAsync().WaitAsync(Cluster.Limit);
        await UntilAsync(publisher, status => status.IsConnected);
        Assert.True(await next.WaitAsync(Cluster.Limit));
        Assert.Equal(Model(1_000), models.Current);
        await using var listener = await Listener.ConnectAsync(Address, cluster, "*.#", declares: false);
        var heard = new List<(string Key, string Text)>();
        do
            heard.Add(await listener.NextAsync());
        while (!heard.Exists(one => one.Key == "state.a") || heard.Count(one => one.Key == "model") < 2 || heard.Count(one => one.Key == "alarm.a") < 3);
        Assert.Equal(["v998", "v999", "v1000"], heard.Where(one => one.Key == "alarm.a").Select(one => one.Text.Split("\"columns\":[\"")[1].Split('"')[0]).Distinct());
        Assert.All(heard.Where(one => one.Key == "state.a"), one => Assert.Contains("\"v1000\"", one.Text, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task What_is_no_model_is_passed_over_and_told()
    {
        server.Require();
        await using var publisher = await PublisherAsync();
        var refused = new List<string>();
        await using var models = RabbitMqModels.ReadAsync(Address, cluster, e => refused.Add(e.Message)).GetAsyncEnumerator();
        await using var connection = await Address.ConnectAsync("test", CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (var text in new[] { "", "{}", "{\"format\":\"streamgmm.model\",\"version\":2}" })
            await channel.BasicPublishAsync(new ModelTopology(cluster).Models, ModelTopology.ModelKey, Encoding.UTF8.GetBytes(text));
        publisher.Publish(Model(7));
        Assert.Equal(Model(7), await UntilAsync(models, 7));

        // What was sent before may be told, or not: who comes gets what was last.
        await publisher.FlushAsync().WaitAsync(Cluster.Limit);
        refused.Clear();
        var next = models.MoveNextAsync().AsTask();
        await channel.BasicPublishAsync(new ModelTopology(cluster).Models, ModelTopology.ModelKey, "no"u8.ToArray());
        publisher.Publish(Model(8));
        Assert.True(await next.WaitAsync(Cluster.Limit));
        Assert.Equal(Model(8), models.Current);
        Assert.StartsWith("The text is not whole JSON", Assert.Single(refused), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_broker_that_is_not_there_is_told_without_the_password()
    {
        server.Require();
        var nowhere = BrokerAddress.Parse($"amqp://tests:{RabbitMqServer.Secret}@127.0.0.1:1/");
        var fault = await Assert.ThrowsAsync<BrokerException>(() => ModelPublisher.ConnectAsync(new ModelPublisherOptions(nowhere)));
        Assert.StartsWith("The broker at amqp://127.0.0.1:1/ cannot be used", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(RabbitMqServer.Secret, $"{fault}", StringComparison.Ordinal);
        await Assert.ThrowsAsync<BrokerException>(async () => await RabbitMqModels.Observe(nowhere).FirstAsync());
        Assert.Throws<ArgumentException>(() => RabbitMqModels.Observe(nowhere, "a b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelPublisherOptions(nowhere) { MostAlarms = 0 });
    }

    private BrokerAddress Address => BrokerAddress.Parse(server.Address);

    private Task<ModelPublisher> PublisherAsync() => ModelPublisher.ConnectAsync(new ModelPublisherOptions(Address) { Cluster = cluster }).WaitAsync(Cluster.Limit);

    private static Task<ModelPublisherStatus> UntilAsync(ModelPublisher publisher, Func<ModelPublisherStatus, bool> isSo) => publisher.Statuses.FirstAsync(isSo).ToTask().WaitAsync(Cluster.Limit);

    /// <summary>Reads on to a version; the versions before it may come or not, in their order.</summary>
    private static async Task<PublishedModel> UntilAsync(IAsyncEnumerator<PublishedModel> models, long version)
    {
        do
            Assert.True(await models.MoveNextAsync().AsTask().WaitAsync(Cluster.Limit));
        while (models.Current.Version < version);
        return models.Current;
    }

    private static GaussianMixture Mixture(int components) => new(
        RealVector.Create(components, weights => weights.Fill(1.0 / weights.Length)),
        RealMatrix.Create(components, 2, [.. Enumerable.Range(0, 2 * components).Select(i => 5.0 * (i / 2))]),
        new Covariances.Spherical(RealVector.Create(components, variances => variances.Fill(1))));

    private static PublishedModel Model(int version) => new(new SavedMixture(Mixture(2), ["x", "y"]), version, 10 * version, [14, 15]);

    /// <summary>A merge of partitions after one of them has drifted.</summary>
    private static PartitionedState Alarming(OnlineOptions options)
    {
        var state = PartitionedEm.Start(Mixture(1), options);
        var far = new GaussianMixture([1], [[90, 90]], new Covariances.Spherical([1]));
        for (var b = 0; b < 80; b++)
        {
            state = PartitionedEm.Next(state, "a", new Batch(Mixture(1).Sample(100, b)), options);
            state = PartitionedEm.Next(state, "b", new Batch((b < 70 ? Mixture(1) : far).Sample(100, 1_000 + b)), options);
            state = PartitionedEm.Merge(state, options);
            if (state.Merged.Alarm)
                return state;
        }

        throw new InvalidOperationException("There was no alarm.");
    }
}
