namespace StreamGmm;

/// <summary>A mixture together with the steps that rows go through before it: one value that scores raw rows. Immutable, equal by value.</summary>
/// <remarks>
/// Densities are in the units of the raw rows: ln p of the mixture plus ½ ln det A Aᵀ, A being the matrix of all steps together. Where no feature is dropped that is ln |det A|, and the density is that of the row itself;
/// where some are dropped it is the density of what is kept of the row: of its projection on the space that A looks at.
/// </remarks>
public sealed record Pipeline
{
    /// <summary>A pipeline of steps, in the order that rows take them, and the mixture of what they give.</summary>
    /// <exception cref="ArgumentException">The dimensions of a step and the next, or of the last and the mixture, differ.</exception>
    public Pipeline(IEnumerable<FeatureMap> steps, GaussianMixture mixture)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(mixture);
        Steps = Array.AsReadOnly(steps.Select(step => step ?? throw new ArgumentNullException(nameof(steps), "A step is null.")).ToArray());
        Mixture = mixture;
        for (var s = 1; s < Steps.Count; s++)
        {
            if (Steps[s].InputDimension != Steps[s - 1].OutputDimension)
                throw new ArgumentException($"Step {s - 1} gives {Steps[s - 1].OutputDimension} features, step {s} takes {Steps[s].InputDimension}: each takes what the one before gives.", nameof(steps));
        }

        if (Steps.Count > 0 && Steps[^1].OutputDimension != mixture.Dimension)
            throw new ArgumentException($"The last step gives {Steps[^1].OutputDimension} features, the mixture has {mixture.Dimension}: they must agree.", nameof(mixture));
        LogVolume = VolumeOf(Steps, mixture.Dimension);
    }

    /// <summary>The steps, in the order that rows take them.</summary>
    public IReadOnlyList<FeatureMap> Steps { get; }

    /// <summary>The mixture of what the steps give.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>D, the features of a raw row.</summary>
    public int Dimension => Steps.Count > 0 ? Steps[0].InputDimension : Mixture.Dimension;

    /// <summary>½ ln det A Aᵀ: what the log density of a raw row has besides that of the mixture.</summary>
    public double LogVolume { get; }

    /// <summary>The samples as the mixture sees them, with their weights and labels.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or a value becomes too large.</exception>
    public Samples Transform(Samples samples, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Steps.Aggregate(samples, (now, step) => step.Transform(now, threads, cancellationToken));
    }

    /// <summary>One point as the mixture sees it.</summary>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public RealVector Transform(ReadOnlySpan<double> point) => Steps.Aggregate(RealVector.Create(point), (now, step) => step.Transform(now.AsSpan()));

    /// <summary>ln p of each raw row, n values in nats.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public RealVector LogDensity(Samples samples, int threads = 0, CancellationToken cancellationToken = default) =>
        RealVector.Create([.. Mixture.LogDensity(Transform(samples, threads, cancellationToken), threads, cancellationToken).Select(density => density + LogVolume)]);

    /// <summary>ln p of one raw row, in nats.</summary>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public double LogDensity(ReadOnlySpan<double> point) => Mixture.LogDensity(Transform(point).AsSpan()) + LogVolume;

    /// <summary>The probability of each component for each raw row, n × K.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public RealMatrix Responsibilities(Samples samples, int threads = 0, CancellationToken cancellationToken = default) =>
        Mixture.Responsibilities(Transform(samples, threads, cancellationToken), threads, cancellationToken);

    /// <summary>The most likely component of each raw row, n indices.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public int[] Assign(Samples samples, int threads = 0, CancellationToken cancellationToken = default) =>
        Mixture.Assign(Transform(samples, threads, cancellationToken), threads, cancellationToken);

    /// <summary>The most likely component of one raw row.</summary>
    /// <exception cref="ArgumentException">The point has another dimension.</exception>
    public int Assign(ReadOnlySpan<double> point) => Mixture.Assign(Transform(point).AsSpan());

    /// <summary>Rows drawn from the mixture and taken back through the steps, n × D. Draw i depends on the seed and i alone.</summary>
    /// <param name="count">n, 0 or more.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    public Samples Sample(int count, int seed = 0) => Steps.Reverse().Aggregate(Mixture.Sample(count, seed), (now, step) => step.Inverse(now));

    /// <inheritdoc/>
    public bool Equals(Pipeline? other) => other is not null && Mixture.Equals(other.Mixture) && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Steps.Count, Mixture);

    /// <summary>The steps and the mixture: "standardizer, D = 64; PCA, D = 64 to 41; K = 10, D = 41, full".</summary>
    public override string ToString() => string.Join("; ", Steps.Select(step => step.ToString()).Append(Mixture.ToString()));

    private static double VolumeOf(IReadOnlyList<FeatureMap> steps, int dimension)
    {
        if (steps.Count == 0)
            return 0;
        var rows = RealMatrix.Create([.. Enumerable.Range(0, dimension).Select(i =>
        {
            var direction = new double[dimension];
            direction[i] = 1;
            return RealVector.Create(steps.Reverse().Aggregate(direction, (now, step) => step.PullBack(now)));
        })]);
        var (scale, triangle, column) = (Eigenpairs.Scale(rows.AsSpan()), new RowTriangle(dimension), new double[dimension]);
        for (var j = 0; j < rows.Columns; j++)
        {
            for (var i = 0; i < dimension; i++)
                column[i] = rows[i, j] / scale;
            triangle.Add(column);
        }

        return triangle.LogVolume() + (dimension * Math.Log(scale));
    }
}
