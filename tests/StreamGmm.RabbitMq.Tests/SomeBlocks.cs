namespace StreamGmm.RabbitMq.Tests;

/// <summary>Blocks whose rows follow from their names, wherever they are opened.</summary>
/// <param name="count">How many.</param>
/// <param name="opening">Told of each that is opened; may wait, or throw.</param>
internal sealed class SomeBlocks(int count, Action<string, CancellationToken>? opening = null) : IBlockSource
{
    public const int Rows = 300;

    private static readonly GaussianMixture Truth = new([0.3, 0.7], [[0, 0, 1], [3, 1, -1]], new Covariances.Spherical([1, 0.5]));

    /// <summary>What fits begin with.</summary>
    public static GaussianMixture Start { get; } = new([0.5, 0.5], [[0.1, 0.2, 0.3], [1, 1.5, -0.7]], new Covariances.Spherical([1, 1]));

    public IReadOnlyList<string> Blocks { get; } = [.. Enumerable.Range(0, count).Select(i => $"block-{i:00}")];

    /// <summary>The names alone: a coordinator opens no block.</summary>
    public static SomeBlocks Closed(int count) => new(count, (_, _) => throw new InvalidOperationException("A coordinator opens no block."));

    public Samples Open(string block, CancellationToken cancellationToken)
    {
        opening?.Invoke(block, cancellationToken);
        var samples = Truth.Sample(Rows, seed: block.Aggregate(7, (hash, c) => (hash * 31) + c));
        return samples.WithoutLabels();
    }
}
