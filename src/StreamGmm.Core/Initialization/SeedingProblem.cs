namespace StreamGmm;

/// <summary>Samples, and what kind of mixture to start on them: the building blocks of all seedings.</summary>
/// <remarks>Distances are taken on standardized axes, so that a start scales with the data; for spherical and low-rank covariances on the axes as they are.</remarks>
internal sealed class SeedingProblem
{
    /// <summary>Seeds do not need k-means to the last digit.</summary>
    private const double LloydTolerance = 1e-4;

    private const int LloydIterations = 20;

    /// <summary>So small, beside the variance of all samples, that every sample belongs to its nearest centre.</summary>
    private const double PointVariance = 1e-12;

    /// <summary>Complete rows are enough for a start when there are so many for each free parameter.</summary>
    private const int RowsPerParameter = 4;

    private readonly Lazy<SufficientStatistics> whole;
    private readonly Lazy<Samples> complete;
    private readonly Lazy<Metric> metric;

    public SeedingProblem(Samples samples, int components, CovarianceShape shape, Draws draws, int threads, CancellationToken cancellationToken, RealVector? middle = null)
    {
        shape.Require(samples.Dimension);
        (Samples, Components, Shape, Draws, Threads, CancellationToken) = (samples, components, shape, draws, threads, cancellationToken);
        Origin = samples.Origin(middle is null ? default : middle.AsSpan().ToArray());
        complete = new Lazy<Samples>(() => CompletedRows.Of(samples, RowsPerParameter * (components - 1 + (components * samples.Dimension) + shape.ParameterCount(components, samples.Dimension)), Origin.AsSpan()));
        whole = new Lazy<SufficientStatistics>(() => EStep.Expect(Ball(1, [1]), Complete.WithoutLabels(), Origin, threads, cancellationToken));
        metric = new Lazy<Metric>(() => new Metric(Complete, Shape.HasOneScale ? [1] : [.. Deviations().Select(d => 1 / d)]));
    }

    public Samples Samples { get; }

    /// <summary>The samples, or rows without missing values in place of them.</summary>
    public Samples Complete => complete.Value;

    public RealVector Origin { get; }

    public int Components { get; }

    public CovarianceShape Shape { get; }

    public Draws Draws { get; }

    public int Threads { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>The same problem on other samples, with other draws.</summary>
    public SeedingProblem With(Samples samples, Draws draws) => new(samples, Components, Shape, draws, Threads, CancellationToken, Origin);

    public RealMatrix PlusPlus()
    {
        using var seeds = new KMeansSeeds(metric.Value, Components, Draws, Threads, CancellationToken);
        return seeds.Choose();
    }

    public RealMatrix Lloyd(RealMatrix centers) => KMeans.Lloyd(metric.Value, centers, LloydIterations, LloydTolerance, Threads, CancellationToken).Centers;

    /// <summary>Each sample to its nearest centre, and one M-step: the E-step of components as small as points.</summary>
    public GaussianMixture FromCenters(RealMatrix centers)
    {
        var deviations = Shape.HasOneScale ? [Deviations().Max()] : Deviations();
        var points = Ball(Components, [.. deviations.Select(d => d * d * PointVariance)], centers);
        return Maximize(EStep.Expect(points, Complete, Origin, Threads, CancellationToken), points);
    }

    public GaussianMixture FromRandomSamples()
    {
        var single = Maximize(whole.Value, Ball(1, [1]));
        var weighted = Enumerable.Range(0, Complete.Count).Where(i => Complete.Weights is not { } weights || weights.Span[i] > 0).ToArray();
        var rows = Draws.Subset(weighted.Length, Components);
        var means = RealMatrix.Create(Components, Samples.Dimension, values =>
        {
            for (var k = 0; k < Components; k++)
                Complete.CopyRow(weighted[rows[k]], values[(k * Samples.Dimension)..]);
            foreach (var (label, mean) in LabelMeans.Of(Complete, Origin))
                mean.AsSpan().CopyTo(values[(label * Samples.Dimension)..]);
        });
        return new GaussianMixture(Equal(Components), means, Repeated(single));
    }

    public GaussianMixture FromLabels()
    {
        if (Samples.Labels is not { } labels)
            throw new ArgumentException("The samples have no labels to start from: give them with WithLabels, or use another seeding.");
        var weights = new double[Samples.Count];
        var found = new bool[Components];
        for (var i = 0; i < weights.Length; i++)
        {
            var label = labels.Span[i];
            weights[i] = label < 0 ? 0 : Samples.Weights is { } given ? given.Span[i] : 1;
            if (label >= 0 && label < Components)
                found[label] |= weights[i] > 0;
        }

        if (Array.IndexOf(found, false) is >= 0 and var missing)
            throw new ArgumentException($"No sample is labelled {missing}: to start from labels each of the {Components} components needs one.");
        var points = Ball(Components, [1]);
        return Maximize(EStep.Expect(points, Complete.WithWeights(weights), Origin, Threads, CancellationToken), points);
    }

    public GaussianMixture Require(GaussianMixture mixture) => Require(mixture, Components, Samples.Dimension, Shape);

    public static GaussianMixture Require(GaussianMixture mixture, int components, int dimension, CovarianceShape shape) =>
        mixture.Components == components && mixture.Dimension == dimension && mixture.Shape == shape
            ? mixture
            : throw new ArgumentException($"The mixture to start from is {mixture}; the fit is for K = {components}, D = {dimension}, {shape}: they must agree.");

    /// <summary>An M-step that always has a mixture to give: the pooled covariance counts as one more sample of average weight in each component, so that none sits on a single point.</summary>
    public GaussianMixture Maximize(SufficientStatistics statistics, GaussianMixture previous) =>
        MStep.TryMaximize(statistics, previous, new Regularization.Relative(1e-6), Samples.TotalWeight / Samples.Count, out var mixture, out _) ? mixture
        : MStep.Maximize(statistics, previous, new Regularization.Absolute(1));

    /// <summary>The standard deviation of all samples along each axis; 1 where there is none.</summary>
    private double[] Deviations() => [.. whole.Value.TotalVariances().Select(v => v > SufficientStatistics.SmallestVariance ? Math.Sqrt(v) : 1)];

    /// <summary>Components of equal weight without correlations, at the origin or at the centres; the variances are one for all axes, or D.</summary>
    private GaussianMixture Ball(int components, double[] variances, RealMatrix? centers = null)
    {
        var dimension = Samples.Dimension;
        double Variance(int axis) => variances[variances.Length == 1 ? 0 : axis];
        var diagonal = RealMatrix.Create(components, dimension, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = Variance(i % dimension);
        });
        var means = centers ?? RealMatrix.Create(components, dimension, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = Origin[i % dimension];
        });
        var balls = new GaussianMixture(Equal(components), means, new Covariances.Diagonal(diagonal));
        return new GaussianMixture(
            Equal(components),
            means,
            Shape == CovarianceShape.Full ? new Covariances.Full(Enumerable.Range(0, components).Select(balls.Covariance))
            : Shape == CovarianceShape.Tied ? new Covariances.Tied(balls.Covariance(0))
            : Shape == CovarianceShape.Diagonal ? balls.Covariances
            : Shape.Rank > 0 ? Round(components, variances[0])
            : new Covariances.Spherical(RealVector.Create(components, values => values.Fill(variances[0]))));
    }

    /// <summary>Balls along the first axes: any directions are as good.</summary>
    private Covariances.LowRank Round(int components, double variance) => new(
        Enumerable.Repeat(RealMatrix.Create(Samples.Dimension, Shape.Rank, directions =>
        {
            for (var i = 0; i < Shape.Rank; i++)
                directions[(i * Shape.Rank) + i] = 1;
        }), components),
        RealMatrix.Create(components, Shape.Rank, values => values.Fill(variance)),
        RealVector.Create(components, values => values.Fill(variance)));

    private static RealVector Equal(int components) => RealVector.Create(components, values => values.Fill(1.0 / components));

    private Covariances Repeated(GaussianMixture single) => single.Covariances switch
    {
        Covariances.Full full => new Covariances.Full(Enumerable.Repeat(full.Matrices[0], Components)),
        Covariances.Diagonal diagonal => new Covariances.Diagonal(RealMatrix.Create(Enumerable.Repeat(RealVector.Create(diagonal.Variances.Row(0)), Components).ToArray())),
        Covariances.Spherical spherical => new Covariances.Spherical(RealVector.Create(Components, values => values.Fill(spherical.Variances[0]))),
        Covariances.LowRank lowRank => new Covariances.LowRank(
            Enumerable.Repeat(lowRank.Directions[0], Components),
            RealMatrix.Create(Enumerable.Repeat(RealVector.Create(lowRank.Variances.Row(0)), Components).ToArray()),
            RealVector.Create(Components, values => values.Fill(lowRank.Noise[0]))),
        _ => single.Covariances,
    };
}
