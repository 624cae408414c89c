namespace StreamGmm;

/// <summary>A change of features that was fitted to samples: x → A (x − c), a step on the way to a mixture. Immutable, equal by value.</summary>
public abstract record FeatureMap
{
    private const int BlockRows = 256;

    private protected FeatureMap()
    {
    }

    private delegate void RowMap(Span<double> row, Span<double> result);

    /// <summary>D, the features that go in.</summary>
    public abstract int InputDimension { get; }

    /// <summary>q, the features that come out: D or fewer.</summary>
    public abstract int OutputDimension { get; }

    /// <summary>The samples in the new features, n × q, with their weights and labels.</summary>
    /// <param name="samples">n samples of D features.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at every few rows.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a value becomes too large.</exception>
    public Samples Transform(Samples samples, int threads = 0, CancellationToken cancellationToken = default) =>
        Mapped(samples, InputDimension, OutputDimension, Apply, threads, cancellationToken);

    /// <summary>One point in the new features, q values.</summary>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public RealVector Transform(ReadOnlySpan<double> point) => Mapped(point, InputDimension, OutputDimension, Apply);

    /// <summary>The samples back in the old features, n × D; where q is below D, the nearest there are.</summary>
    /// <param name="samples">n samples of q features.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at every few rows.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a value becomes too large.</exception>
    public Samples Inverse(Samples samples, int threads = 0, CancellationToken cancellationToken = default) =>
        Mapped(samples, OutputDimension, InputDimension, Revert, threads, cancellationToken);

    /// <summary>One point back in the old features, D values.</summary>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public RealVector Inverse(ReadOnlySpan<double> point) => Mapped(point, OutputDimension, InputDimension, Revert);

    /// <summary>result = A (row − c); the row is scratch afterwards.</summary>
    internal abstract void Apply(Span<double> row, Span<double> result);

    /// <summary>result = c + A⁺ row; the row is scratch afterwards.</summary>
    internal abstract void Revert(Span<double> row, Span<double> result);

    /// <summary>Aᵀ y: a direction in the new features as one in the old.</summary>
    internal abstract double[] PullBack(ReadOnlySpan<double> direction);

    private static void RequireDimension(int given, int expected)
    {
        if (given != expected)
            throw new ArgumentException($"There are {given} features: {expected} were expected.");
    }

    private static RealVector Mapped(ReadOnlySpan<double> point, int from, int to, RowMap map)
    {
        RequireDimension(point.Length, from);
        var row = point.ToArray();
        return RealVector.Create(to, result => map(row, result));
    }

    private static Samples Mapped(Samples samples, int from, int to, RowMap map, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(samples);
        RequireDimension(samples.Dimension, from);
        samples.RequireComplete("a change of features");
        var values = new double[checked(samples.Count * to)];
        var next = -1;
        FixedTree.ForEachThread(FixedTree.Threads(threads, (long)samples.Count * from * to), () =>
        {
            var row = new double[from];
            for (long start; (start = (long)Interlocked.Increment(ref next) * BlockRows) < samples.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = (int)start; i < Math.Min(samples.Count, start + BlockRows); i++)
                {
                    samples.CopyRow(i, row);
                    map(row, values.AsSpan(i * to, to));
                }
            }
        });
        var mapped = Samples.From(values, to);
        if (samples.Weights is { } weights)
            mapped = mapped.WithWeights(weights);
        return samples.Labels is { } labels ? mapped.WithLabels(labels) : mapped;
    }
}
