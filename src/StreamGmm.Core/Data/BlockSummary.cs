using System.Globalization;

namespace StreamGmm;

/// <summary>What a fit over blocks asks of each of them before it begins, and knows it by afterwards.</summary>
public sealed record BlockSummary
{
    /// <summary>A summary of what was found elsewhere.</summary>
    /// <param name="block">The name of the block.</param>
    /// <param name="count">n, the number of its rows.</param>
    /// <param name="firstValues">The first value of each feature in a row of positive weight, NaN where there is none; D values.</param>
    /// <param name="weightedRows">The number of rows of positive weight without a label, then of those with label 0, 1, ..., K − 1.</param>
    /// <param name="fingerprint">A number that other rows, weights or labels would hardly have.</param>
    /// <exception cref="ArgumentException">There is no feature or no component, or a number of rows is none.</exception>
    public BlockSummary(string block, int count, RealVector firstValues, RealVector weightedRows, ulong fingerprint)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(firstValues);
        ArgumentNullException.ThrowIfNull(weightedRows);
        if (firstValues.Length == 0 || weightedRows.Length < 2)
            throw new ArgumentException($"Block '{block}' has {firstValues.Length} first values and {weightedRows.Length} numbers of rows: one for each feature was expected, and one for each label after that of the rows without.");
        if (weightedRows.Any(rows => !(rows >= 0 && rows <= count && rows == Math.Floor(rows))) || weightedRows.Sum() > count)
            throw new ArgumentException($"Of the {count} rows of block '{block}' so many have a positive weight: {string.Join(", ", weightedRows.Select(rows => rows.ToString("R", CultureInfo.InvariantCulture)))}. Whole numbers were expected, and not more than there are.", nameof(weightedRows));
        (Block, Count, FirstValues, WeightedRows, Fingerprint) = (block, count, firstValues, weightedRows, fingerprint);
    }

    /// <summary>The name of the block.</summary>
    public string Block { get; }

    /// <summary>n, the number of its rows.</summary>
    public int Count { get; }

    /// <summary>D, the number of its features.</summary>
    public int Dimension => FirstValues.Length;

    /// <summary>The first value of each feature in a row of positive weight, NaN where there is none; D values.</summary>
    public RealVector FirstValues { get; }

    /// <summary>The number of rows of positive weight without a label, then of those with label 0, 1, ..., K − 1.</summary>
    public RealVector WeightedRows { get; }

    /// <summary>A number that other rows, weights or labels would hardly have.</summary>
    public ulong Fingerprint { get; }

    /// <summary>The summary of a block that is open.</summary>
    /// <param name="block">Its name.</param>
    /// <param name="samples">Its samples.</param>
    /// <param name="components">K, the components of the mixture to fit.</param>
    /// <exception cref="ArgumentException">A label is no component.</exception>
    public static BlockSummary Of(string block, Samples samples, int components)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        if (samples.LabelFault(components) is { } fault)
            throw new ArgumentException($"Block '{block}': {fault}");
        var weightedRows = RealVector.Create(components + 1, rows =>
        {
            for (var i = 0; i < samples.Count; i++)
            {
                if (samples.Weights is not { } weights || weights.Span[i] > 0)
                    rows[samples.Labels is { } labels ? 1 + labels.Span[i] : 0]++;
            }
        });
        return new BlockSummary(block, samples.Count, RealVector.Create(samples.FirstValues()), weightedRows, StreamGmm.Fingerprint.Of(samples));
    }

    /// <summary>Opens a block for the first time and gives its summary.</summary>
    /// <exception cref="BlockException">The source cannot open it; the inner exception says why.</exception>
    /// <inheritdoc cref="Of"/>
    public static BlockSummary Read(IBlockSource source, string block, int components, CancellationToken cancellationToken = default) =>
        Of(block, Open(source, block, cancellationToken), components);

    /// <summary>Opens the block again: its samples, as long as they are those of this summary.</summary>
    /// <exception cref="BlockException">The source cannot open it, or its rows are others.</exception>
    public Samples Open(IBlockSource source, CancellationToken cancellationToken = default)
    {
        var samples = Open(source, Block, cancellationToken);
        var change = samples.Count != Count ? $"has {samples.Count} rows, at first it had {Count}"
            : samples.Dimension != Dimension ? $"has {samples.Dimension} features, at first it had {Dimension}"
            : StreamGmm.Fingerprint.Of(samples) != Fingerprint ? "has other rows than at first"
            : null;
        return change is null ? samples : throw new BlockException(Block, $"Block '{Block}' {change}: every pass needs the same rows in the same order. Keep the data as they are while the fit runs.");
    }

    private static Samples Open(IBlockSource source, string block, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return source.Open(block, cancellationToken) ?? throw new InvalidOperationException("the source gave no samples (null); one without rows is Samples.From of an empty array.");
        }
        catch (Exception e) when (e is not BlockException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new BlockException(block, $"Block '{block}' cannot be opened: {e.Message}", e);
        }
    }
}
