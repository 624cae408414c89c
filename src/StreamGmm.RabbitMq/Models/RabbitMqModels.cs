using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace StreamGmm;

/// <summary>Models that a <see cref="ModelPublisher"/> publishes, for those who assign by them: the latest at once, then each that comes.</summary>
public static class RabbitMqModels
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The models of a cluster, pulled. It does not end; where the broker is lost it connects again and goes on after the last model it has heard.</summary>
    /// <remarks>The latest may come after a few that were sent shortly before it. One that waits in this process waits in memory: no more than some are sent ahead.</remarks>
    /// <param name="broker">Where the broker is.</param>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="refused">Is told of a message that is no model, or one of another version, which is passed over; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The name is none of a cluster.</exception>
    /// <exception cref="BrokerException">The broker cannot be reached the first time, or does not let us in.</exception>
    public static IAsyncEnumerable<PublishedModel> ReadAsync(
        BrokerAddress broker, string cluster = ClusterName.Default, Action<InvalidDataException>? refused = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(broker);
        return Models(broker, new ModelTopology(ClusterName.Checked(cluster, nameof(cluster))), refused, cancellationToken);
    }

    /// <summary>The models of a cluster, pushed: <c>readings.AssignWith(RabbitMqModels.Observe(broker), r => [r.X, r.Y])</c>.</summary>
    /// <remarks>Cold: each subscription has a connection of its own, closed when it is disposed of. A fault (the broker cannot be reached the first time) comes as <c>OnError</c>.</remarks>
    /// <param name="broker">Where the broker is.</param>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="refused">Is told of a message that is no model, or one of another version, which is passed over; null for nobody.</param>
    /// <exception cref="ArgumentException">The name is none of a cluster.</exception>
    public static IObservable<PublishedModel> Observe(BrokerAddress broker, string cluster = ClusterName.Default, Action<InvalidDataException>? refused = null)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var topology = new ModelTopology(ClusterName.Checked(cluster, nameof(cluster)));
        return Observable.Create<PublishedModel>(async (observer, cancellationToken) =>
        {
            await foreach (var model in Models(broker, topology, refused, cancellationToken).ConfigureAwait(false))
                observer.OnNext(model);
        });
    }

    private static async IAsyncEnumerable<PublishedModel> Models(BrokerAddress broker, ModelTopology topology, Action<InvalidDataException>? refused, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        object from = "last";
        for (var isFirst = true; ; isFirst = false)
        {
            var link = await OpenAsync(broker, topology, from, isFirst, cancellationToken).ConfigureAwait(false);
            await using (link.ConfigureAwait(false))
            {
                while (await link.HearAsync(cancellationToken).ConfigureAwait(false) is var (offset, body))
                {
                    from = offset + 1;
                    if (Read(body, refused) is { } model)
                        yield return model;
                }
            }
        }
    }

    private static PublishedModel? Read(byte[] body, Action<InvalidDataException>? refused)
    {
        try
        {
            return PublishedModel.Read(body);
        }
        catch (InvalidDataException e)
        {
            refused?.Invoke(e);
            return null;
        }
    }

    private static async Task<ModelLink> OpenAsync(BrokerAddress broker, ModelTopology topology, object from, bool isFirst, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ModelLink.OpenAsync(broker, topology, from, cancellationToken).ConfigureAwait(false);
            }
            catch (BrokerException) when (!isFirst)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
