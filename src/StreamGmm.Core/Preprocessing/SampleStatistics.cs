namespace StreamGmm;

/// <summary>The mean and covariance of samples, out of statistics that add: of shards, of blocks larger than memory together, of a stream.</summary>
public static class SampleStatistics
{
    /// <summary>The statistics of samples as one component: their weight, mean and scatter, and no log-likelihood.</summary>
    /// <param name="samples">The samples; labels play no part.</param>
    /// <param name="shape">Full (the default) where the covariance is wanted, diagonal where the variances along the axes are enough.</param>
    /// <param name="origin">The point that the mean is relative to; null for the first sample. What is to be added must have the same.</param>
    /// <param name="threads">How many threads at most, 0 for all cores. The result is the same to the last bit.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="ArgumentException">The origin has another dimension.</exception>
    public static SufficientStatistics Of(Samples samples, CovarianceShape shape = default, RealVector? origin = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        samples.RequireComplete("the covariance of samples");
        origin ??= samples.Origin();
        if (origin.Length != samples.Dimension)
            throw new ArgumentException($"The origin has {origin.Length} features, the samples have {samples.Dimension}: they must agree.", nameof(origin));
        var all = Component.Compose(shape, [new Component(1, origin, Identity(origin.Length))])!;
        var seen = EStep.Expect(all, samples.WithoutLabels(), origin, threads, cancellationToken);
        var values = new double[seen.Length];
        seen.CopyTo(values);
        StatisticsLayout.SetLogLikelihood(values, default);
        return new SufficientStatistics(seen.Layout, origin, values);
    }

    /// <summary>The statistics of stored blocks, one after another, about the first sample of the first.</summary>
    /// <exception cref="ArgumentException">There is no block, or their dimensions differ.</exception>
    /// <inheritdoc cref="Of(Samples, CovarianceShape, RealVector?, int, CancellationToken)"/>
    /// <param name="blocks">The blocks, read once.</param>
    /// <param name="shape">Full (the default) where the covariance is wanted, diagonal where the variances along the axes are enough.</param>
    /// <param name="threads">How many threads at most, 0 for all cores.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    public static SufficientStatistics Of(IEnumerable<Samples> blocks, CovarianceShape shape = default, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        SufficientStatistics? sum = null;
        foreach (var block in blocks)
        {
            var own = Of(block, shape, sum?.Origin, threads, cancellationToken);
            sum = sum is null ? own : sum + own;
        }

        return sum ?? throw new ArgumentException("There is no block: at least one is needed.", nameof(blocks));
    }

    /// <summary>The mean of all samples, whatever component they count for; D values.</summary>
    /// <exception cref="ArgumentException">The statistics have no weight.</exception>
    public static RealVector Mean(this SufficientStatistics statistics)
    {
        var all = Together(statistics);
        return RealVector.Create(all.Dimension, mean =>
        {
            for (var j = 0; j < mean.Length; j++)
                mean[j] = all.Origin[j] + all.RelativeMean(0)[j];
        });
    }

    /// <summary>The variance of all samples along each axis, D values, their squared deviations divided by their weight.</summary>
    /// <exception cref="ArgumentException">The statistics have no weight, or are spherical.</exception>
    public static RealVector Variances(this SufficientStatistics statistics)
    {
        var all = Together(statistics);
        if (all.Shape == CovarianceShape.Spherical)
            throw new ArgumentException("Spherical statistics do not tell the axes apart: take full or diagonal ones.", nameof(statistics));
        return RealVector.Create(all.Dimension, variances =>
        {
            for (var j = 0; j < variances.Length; j++)
                variances[j] = all.Layout.Scatter.Along(all.ScatterOf(0), j) / all.Mass(0);
        });
    }

    /// <summary>The covariance of all samples, within and between components: D × D, exactly symmetric, divided by their weight.</summary>
    /// <exception cref="ArgumentException">The statistics have no weight, or know variances only.</exception>
    public static RealMatrix Covariance(this SufficientStatistics statistics)
    {
        var all = Together(statistics);
        if (all.ScatterOf(0).Length != PackedTriangle.Length(all.Dimension))
            throw new ArgumentException($"Statistics of shape {all.Shape} know no covariances: take full ones.", nameof(statistics));
        return RealMatrix.Create(all.Dimension, all.Dimension, covariance =>
        {
            PackedTriangle.Unpack(all.ScatterOf(0), all.Dimension, covariance);
            foreach (ref var element in covariance)
                element /= all.Mass(0);
        });
    }

    /// <summary>All components as one.</summary>
    private static SufficientStatistics Together(SufficientStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (!(statistics.TotalMass() > 0))
            throw new ArgumentException("The statistics have no weight: give at least one sample of positive weight.", nameof(statistics));
        return statistics.Components == 1 ? statistics : statistics.Regroup(new int[statistics.Components], 1);
    }

    private static RealMatrix Identity(int dimension) => RealMatrix.Create(dimension, dimension, identity =>
    {
        for (var j = 0; j < dimension; j++)
            identity[(j * dimension) + j] = 1;
    });
}
