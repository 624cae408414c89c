namespace StreamGmm.Cli.Clusters;

/// <summary>What is common to whoever speaks to a broker.</summary>
internal static class Brokers
{
    /// <summary>Longer than a goodbye to a broker that does not answer takes.</summary>
    public static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(10);

    /// <summary>An address that was written.</summary>
    public static BrokerAddress Address(ClusterPlace place)
    {
        try
        {
            return BrokerAddress.Parse(place.Address);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>Connects. A broker that cannot be used is no fault of the command line.</summary>
    public static T Connected<T>(Func<Task<T>> connect)
    {
        try
        {
            return connect().GetAwaiter().GetResult();
        }
        catch (BrokerException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>What came over the network, as it may be shown on a terminal, and with the option for what the library calls AllowMixed.</summary>
    public static string Told(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Replace(nameof(RabbitMqClusterOptions.AllowMixed), "--allow-mixed", StringComparison.Ordinal);

    /// <summary>A number of things: "1 worker", "2 workers".</summary>
    public static string Count(long number, string what) => FormattableString.Invariant($"{number} {what}{(number == 1 ? "" : "s")}");
}
