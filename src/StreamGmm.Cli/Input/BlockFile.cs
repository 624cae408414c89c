using StreamGmm.Cli.Output;

namespace StreamGmm.Cli.Input;

/// <summary>A file of samples that is read block by block, once for every pass of a fit, and must stay as it is meanwhile.</summary>
internal sealed class BlockFile
{
    private readonly DataSource source;
    private readonly ReadOptions options;
    private readonly FileStamp stamp;
    private readonly int rowsPerBlock;

    /// <summary>Looks through the whole file once: what is wrong with it is told before the fit, and blocks suit the number of rows.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">Which columns are read.</param>
    /// <param name="check">Looks at a block and the number of its first row, and throws where the fit cannot take it.</param>
    /// <param name="parameters">The free parameters of the mixture, given the number of features.</param>
    public BlockFile(DataSource source, ReadOptions options, Action<NamedSamples, long> check, Func<int, int> parameters)
    {
        (this.source, this.options) = (source, options);
        stamp = source.Stamp();
        foreach (var block in source.ReadBlocks(options))
        {
            check(block, Data?.Count ?? 0);
            Data = FittedData.Of(block) with { Count = (Data?.Count ?? 0) + block.Samples.Count };
        }

        RequireUnchanged();
        if (Data is null)
            throw new UsageException($"'{source.Name}' has no rows: samples were expected. Check the file.");
        rowsPerBlock = BlockEm.RowsPerBlock(Data.Count, parameters(Data.Columns.Count));
    }

    /// <summary>What was found.</summary>
    public FittedData Data { get; }

    /// <summary>The blocks, read anew each time.</summary>
    public IEnumerable<Samples> Blocks()
    {
        RequireUnchanged();
        foreach (var block in source.ReadBlocks(options, rowsPerBlock))
            yield return block.Samples;
        RequireUnchanged();
    }

    private void RequireUnchanged()
    {
        if (source.Stamp() != stamp)
            throw new UsageException($"'{source.Name}' has changed since the fit began: every pass must read the same rows. Fit a copy of it, or fit again when it is at rest.");
    }
}
