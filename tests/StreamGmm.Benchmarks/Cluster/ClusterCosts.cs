namespace StreamGmm.Benchmarks.Cluster;

/// <summary>What everything on a cluster takes, in seconds and bytes.</summary>
internal sealed record ClusterCosts
{
    /// <summary>The E-step of one row on one core.</summary>
    public double Row { get; init; }

    /// <summary>The sum of two statistics.</summary>
    public double Merge { get; init; }

    /// <summary>The M-step, between two passes.</summary>
    public double Maximize { get; init; }

    /// <summary>A message at the coordinator, sent or received, whatever its length.</summary>
    public double Message { get; init; }

    /// <summary>A byte of a message at the coordinator.</summary>
    public double Byte { get; init; }

    /// <summary>A message in a queue of the broker, which is one process there.</summary>
    public double BrokerMessage { get; init; }

    /// <summary>A byte of it.</summary>
    public double BrokerByte { get; init; }

    /// <summary>A copy of a message that goes to all workers, in the broker.</summary>
    public double Copy { get; init; }

    /// <summary>From a machine to another.</summary>
    public double Latency { get; init; }

    /// <summary>A byte on the line of a machine, in each direction.</summary>
    public double Line { get; init; }

    /// <summary>The bytes of a task of one block, and of every other.</summary>
    public (double Task, double Block) TaskBytes { get; init; }

    public double MixtureBytes { get; init; }

    public double AnswerBytes { get; init; }

    /// <summary>The bytes of a hello, and of every block it names.</summary>
    public (double Hello, double Name) HelloBytes { get; init; }
}
