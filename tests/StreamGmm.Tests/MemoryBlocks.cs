namespace StreamGmm.Tests;

/// <summary>Blocks that are in memory; <paramref name="opening"/> is told of each that is opened.</summary>
internal sealed class MemoryBlocks(IEnumerable<Samples> blocks, Action<string, CancellationToken>? opening = null) : IBlockSource
{
    private readonly Dictionary<string, Samples> named = blocks.Select((samples, i) => ($"part-{i:00}", samples)).ToDictionary();

    public IReadOnlyList<string> Blocks => [.. named.Keys.Order(StringComparer.Ordinal)];

    /// <summary>As many blocks as equal as can be.</summary>
    public static MemoryBlocks Cut(Samples samples, int blocks, Action<string, CancellationToken>? opening = null) =>
        new(Enumerable.Range(0, blocks).Select(b => samples.Slice(samples.Count * b / blocks, (samples.Count * (b + 1) / blocks) - (samples.Count * b / blocks))), opening);

    public Samples Open(string block, CancellationToken cancellationToken)
    {
        opening?.Invoke(block, cancellationToken);
        return named[block];
    }
}
