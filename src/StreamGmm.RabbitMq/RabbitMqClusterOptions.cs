namespace StreamGmm;

/// <summary>How a fit uses the workers of a cluster.</summary>
public sealed record RabbitMqClusterOptions
{
    /// <summary>A cluster at that broker.</summary>
    public RabbitMqClusterOptions(BrokerAddress broker) => Broker = broker ?? throw new ArgumentNullException(nameof(broker));

    /// <summary>Where the broker is.</summary>
    public BrokerAddress Broker { get; }

    /// <summary>The name of the cluster: workers of the same name are its own. Exchanges and queues at the broker begin with it.</summary>
    public string Cluster
    {
        get;
        init => field = ClusterName.Checked(value, nameof(Cluster));
    } = ClusterName.Default;

    /// <summary>Whether workers are taken that round differently, as they have other instructions or another version of the library. A fit then ends near that of one machine, but not with the same bits.</summary>
    public bool AllowMixed { get; init; }

    /// <summary>A worker that says nothing for so long is gone, and its blocks go to others. Workers say something every two seconds at least.</summary>
    public TimeSpan Silence
    {
        get;
        init => field = Positive(value, nameof(Silence));
    } = TimeSpan.FromSeconds(5);

    /// <summary>A fit fails when there has been no worker for so long; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan Patience
    {
        get;
        init => field = value == Timeout.InfiniteTimeSpan ? value : Positive(value, nameof(Patience));
    } = TimeSpan.FromMinutes(1);

    /// <summary>A block is given to an idle worker as well when it takes this multiple of the median time: slow workers do not hold a fit up.</summary>
    public double Overdue
    {
        get;
        init => field = value is > 1 and < 1e6 ? value : throw new ArgumentOutOfRangeException(nameof(Overdue), value, "A block is late after some multiple of the median time above 1: 3 is usual.");
    } = 3;

    /// <summary>But not before this time: what is fast anyway is not done twice.</summary>
    public TimeSpan OverdueFloor
    {
        get;
        init => field = Positive(value, nameof(OverdueFloor));
    } = TimeSpan.FromSeconds(1);

    private static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero && value < TimeSpan.FromDays(30)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is a time above 0 and below 30 days.");
}
