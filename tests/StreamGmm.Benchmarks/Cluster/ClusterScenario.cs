namespace StreamGmm.Benchmarks.Cluster;

/// <summary>A cluster, its work and its troubles.</summary>
internal sealed record ClusterScenario
{
    public int Workers { get; init; } = 1;

    /// <summary>The blocks of a pass.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>The rows of a block.</summary>
    public double RowsPerBlock { get; init; }

    /// <summary>The most blocks of a task, as a power of two: a worker merges their statistics before it answers.</summary>
    public int MostHeight { get; init; } = Run.MostHeight;

    /// <summary>A task has at most this share of the blocks that are left to a worker.</summary>
    public int TasksEach { get; init; } = 4;

    /// <summary>The standard deviation of the logarithm of the time of a task, and of the speed of a worker.</summary>
    public (double Task, double Worker) Spread { get; init; }

    /// <summary>The share of tasks that take many times as long, and how many.</summary>
    public (double Share, double Times) Rare { get; init; } = (0, 1);

    /// <summary>How often a worker dies in an hour, and the seconds until another comes in its place.</summary>
    public (double PerHour, double Replaced) Deaths { get; init; } = (0, 30);

    /// <summary>Passes that are not measured: in the first no worker keeps any block.</summary>
    public int WarmUp { get; init; } = 1;

    /// <summary>Passes that are measured.</summary>
    public int Passes { get; init; } = 3;

    public int Seed { get; init; } = 1;
}
