namespace StreamGmm.Cli.Clusters;

/// <summary>Blocks, with a word about each that is opened or cannot be.</summary>
internal sealed class ToldBlocks(IBlockSource source, Action<string> opened, Action<string> failed) : IBlockSource
{
    public IReadOnlyList<string> Blocks => source.Blocks;

    public Samples Open(string block, CancellationToken cancellationToken)
    {
        try
        {
            opened(block);
            return source.Open(block, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failed($"Block '{block}' cannot be opened: {e.Message}");
            throw;
        }
    }
}
