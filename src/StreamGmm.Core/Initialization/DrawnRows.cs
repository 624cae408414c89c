namespace StreamGmm;

/// <summary>Rows that were drawn from a block.</summary>
public sealed class DrawnRows
{
    /// <summary>Rows with the place of each in its block.</summary>
    /// <exception cref="ArgumentException">There is not one index for each row, or they do not ascend from 0.</exception>
    public DrawnRows(Samples samples, ReadOnlyMemory<int> indexes)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (indexes.Length != samples.Count)
            throw new ArgumentException($"There are {indexes.Length} indexes for {samples.Count} rows: each row needs one.", nameof(indexes));
        for (var i = 0; i < indexes.Length; i++)
        {
            if (indexes.Span[i] <= (i == 0 ? -1 : indexes.Span[i - 1]))
                throw new ArgumentException($"Index {i} is {indexes.Span[i]}: indexes ascend from 0.", nameof(indexes));
        }

        (Samples, Indexes) = (samples, indexes);
    }

    /// <summary>The rows as doubles, with their weights and labels where the block has any.</summary>
    public Samples Samples { get; }

    /// <summary>The index in the block of each row, ascending.</summary>
    public ReadOnlyMemory<int> Indexes { get; }
}
