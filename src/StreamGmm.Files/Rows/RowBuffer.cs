namespace StreamGmm;

/// <summary>Memory that rows are read into: it grows as they come, up to a limit, and is then handed to <see cref="Samples"/> without a copy.</summary>
internal sealed class RowBuffer
{
    private readonly ColumnRoles roles;
    private readonly int limit;
    private double[] features = [];
    private double[] weights = [];
    private int[] labels = [];
    private int capacity;

    public RowBuffer(ColumnRoles roles, long expectedRows, int limit)
    {
        this.roles = roles;
        this.limit = limit;
        Resize((int)Math.Min(expectedRows, Math.Min(limit, Array.MaxLength / roles.Features.Length)));
    }

    /// <summary>The rows in use.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows may still come.</summary>
    public int Room => limit - Count;

    /// <summary>Makes room for so many rows more, at most <see cref="Room"/>, and gives the index of the first.</summary>
    public int Append(int rows)
    {
        if (rows > capacity - Count)
            Grow(rows);
        Count += rows;
        return Count - rows;
    }

    /// <summary>Takes back the last rows.</summary>
    public void Remove(int rows) => Count -= rows;

    public Span<double> Features(int start, int rows) => features.AsSpan(start * roles.Features.Length, rows * roles.Features.Length);

    public Span<double> Weights(int start, int rows) => weights.AsSpan(start, rows);

    public Span<int> Labels(int start, int rows) => labels.AsSpan(start, rows);

    public NamedSamples ToSamples()
    {
        var samples = Samples.From(features.AsMemory(0, Count * roles.Features.Length), roles.Features.Length, roles.MayMiss ? MissingValues.Marginalize : MissingValues.Refuse);
        if (roles.Weights is not null)
            samples = samples.WithWeights(weights.AsMemory(0, Count));
        if (roles.Labels is not null)
            samples = samples.WithLabels(labels.AsMemory(0, Count));
        return new NamedSamples(samples, roles.FeatureNames, roles.Skipped);
    }

    public static void RequireWholeRows(int values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (values % columns != 0)
            throw new ArgumentException($"{values} values are no whole number of rows of {columns}.", nameof(values));
    }

    private void Grow(int rows)
    {
        var most = Math.Min(limit, Array.MaxLength / roles.Features.Length);
        if (rows > most - Count)
        {
            throw new InvalidDataException(
                $"There are more than {most} rows of {roles.Features.Length} features, the most that one array holds. Read by blocks, or choose fewer columns with --columns.");
        }

        Resize((int)Math.Min(most, Math.Max(2L * capacity, Count + rows)));
    }

    private void Resize(int rows)
    {
        features = Resized(features, Count * roles.Features.Length, rows * roles.Features.Length);
        if (roles.Weights is not null)
            weights = Resized(weights, Count, rows);
        if (roles.Labels is not null)
            labels = Resized(labels, Count, rows);
        capacity = rows;
    }

    /// <summary>The first <paramref name="used"/> values in a new array; the rest is not even cleared, since it is written before it is read.</summary>
    private static T[] Resized<T>(T[] values, int used, int length)
    {
        var resized = GC.AllocateUninitializedArray<T>(length);
        values.AsSpan(0, used).CopyTo(resized);
        return resized;
    }
}
