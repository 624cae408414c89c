using StreamGmm.Cli.Clusters;
using StreamGmm.Cli.Input;

namespace StreamGmm.Cli.Arguments;

/// <summary>A fit over blocks that was asked for.</summary>
/// <param name="Data">The files: a name, or a pattern.</param>
/// <param name="Reason">What of the command line asks for blocks, as messages name it.</param>
internal sealed record WantedBlocks(string Data, string Reason)
{
    /// <summary>The folder that names of blocks are below of; null for the current one.</summary>
    public string? Root { get; init; }

    /// <summary>The most rows of a block of an array; null for what suits.</summary>
    public int? Rows { get; init; }

    /// <summary>Whose workers look at the blocks; null for this machine.</summary>
    public ClusterPlace? Cluster { get; init; }

    /// <summary>Workers that round differently are taken.</summary>
    public bool AllowMixed { get; init; }

    /// <summary>How long a worker is waited for; null for what is usual.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The file that the fit goes on from; null for none.</summary>
    public string? Resume { get; init; }

    /// <summary>The share of the blocks after which the mixture moves; null for all.</summary>
    public double? Share { get; init; }

    /// <summary>Refuses a file to go on from that cannot be written, or has another use, before the work is done.</summary>
    public void RequireResumable(params IEnumerable<string?> others)
    {
        if (Resume is not { } path)
            return;
        if (others.Append(Data).Any(other => other is not null && Path.GetFullPath(other) == Path.GetFullPath(path)))
            throw new UsageException($"--resume is '{path}', which this command reads or saves: a file of its own was expected. Name another.");
        SavePlace.RequireWritable(path, "--resume", "fit.journal");
    }
}
