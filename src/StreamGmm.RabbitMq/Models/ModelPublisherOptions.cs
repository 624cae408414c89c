namespace StreamGmm;

/// <summary>Where models, states and alarms are published.</summary>
public sealed record ModelPublisherOptions
{
    /// <summary>At that broker.</summary>
    public ModelPublisherOptions(BrokerAddress broker) => Broker = broker ?? throw new ArgumentNullException(nameof(broker));

    /// <summary>Where the broker is.</summary>
    public BrokerAddress Broker { get; }

    /// <summary>The name of the cluster: exchanges are <c>{cluster}.models</c> and <c>{cluster}.states</c>.</summary>
    public string Cluster
    {
        get;
        init => field = ClusterName.Checked(value, nameof(Cluster));
    } = ClusterName.Default;

    /// <summary>The alarms that are kept while the broker is away, 1 or more; beyond them the oldest are given up, and counted in <see cref="ModelPublisherStatus.LostAlarms"/>.</summary>
    public int MostAlarms
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MostAlarms), value, "One alarm at least is kept.");
    } = 1000;
}
