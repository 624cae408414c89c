namespace StreamGmm;

/// <summary>Stored blocks of samples, each opened by its name: what a fit reads in every pass and never holds as a whole.</summary>
/// <remarks>A block opened again, wherever that is, has the same rows in the same order, with the same weights and labels. May be asked by several threads at once.</remarks>
public interface IBlockSource
{
    /// <summary>The names of the blocks, all different. Their order is that of the rows: another order gives another rounding.</summary>
    IReadOnlyList<string> Blocks { get; }

    /// <summary>The samples of a block. One without rows is a block too.</summary>
    /// <param name="block">Its name.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    Samples Open(string block, CancellationToken cancellationToken);
}
