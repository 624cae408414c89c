namespace StreamGmm;

/// <summary>How a worker works.</summary>
public sealed record BlockWorkerOptions
{
    /// <summary>A worker of a cluster at that broker.</summary>
    public BlockWorkerOptions(BrokerAddress broker) => Broker = broker ?? throw new ArgumentNullException(nameof(broker));

    /// <summary>Where the broker is.</summary>
    public BrokerAddress Broker { get; }

    /// <summary>The name of the cluster it belongs to.</summary>
    public string Cluster
    {
        get;
        init => field = ClusterName.Checked(value, nameof(Cluster));
    } = ClusterName.Default;

    /// <summary>What the worker is called where people read of it: the name of the machine and the number of the process unless given.</summary>
    public string Name
    {
        get;
        init => field = value is { Length: > 0 and <= 100 } ? value : throw new ArgumentException("The name of a worker has 1 to 100 characters.", nameof(Name));
    } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>The most bytes of blocks that are kept in memory for the next pass. At least one block is there while it is worked on.</summary>
    public long Memory
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Memory), value, "The memory for blocks is 0 bytes or more.");
    } = 1L << 30;

    /// <summary>The threads of an E-step, 0 for all cores. The result is the same to the last bit.</summary>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "The number of threads is 0 (all cores) or more.");
    }

    /// <summary>What the worker says it computes like: that of this machine, but in tests.</summary>
    internal Kernel Kernel { get; init; } = Kernel.Here;
}
