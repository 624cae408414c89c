namespace StreamGmm;

/// <summary>What to follow a stream with. Only the number of components must be known.</summary>
public sealed record OnlineOptions
{
    private readonly int components;
    private readonly MemoryPolicy memory = new MemoryPolicy.Adaptive();
    private readonly Regularization regularization = new Regularization.Relative(1e-6);
    private readonly Structure structure = new Structure.Fixed();
    private readonly int threads;

    /// <summary>A mixture of <paramref name="components"/> components, all else by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not one component at least.</exception>
    public OnlineOptions(int components) => Components = components;

    /// <summary>K, the number of components to start with, 1 or more.</summary>
    public int Components
    {
        get => components;
        init => components = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Components), value, "A mixture has at least one component.");
    }

    /// <summary>The shape of the covariances. Default <see cref="CovarianceShape.Full"/>.</summary>
    public CovarianceShape Shape { get; init; }

    /// <summary>How much of the past counts. Default <see cref="MemoryPolicy.Adaptive"/> over <see cref="MemoryPolicy.Decreasing"/>.</summary>
    public MemoryPolicy Memory
    {
        get => memory;
        init => memory = value ?? throw new ArgumentNullException(nameof(Memory));
    }

    /// <summary>What is added to the variances: in a warm-up as it is, later to the covariance pooled within components, which counts as one sample in each. Default 1e-6 of the variance of the remembered samples along each axis.</summary>
    public Regularization Regularization
    {
        get => regularization;
        init => regularization = value ?? throw new ArgumentNullException(nameof(Regularization));
    }

    /// <summary>Whether components may be born, die, merge and split. Default <see cref="Structure.Fixed"/>.</summary>
    public Structure Structure
    {
        get => structure;
        init => structure = value ?? throw new ArgumentNullException(nameof(Structure));
    }

    /// <summary>What comes of a batch that cannot be learned. Default <see cref="OnBadBatch.Fault"/>.</summary>
    public OnBadBatch OnBadBatch { get; init; }

    /// <summary>What comes of values that are NaN: such a batch cannot be learned (the default), or they are missing. A warm-up then lasts until every feature has been seen.</summary>
    /// <remarks>The samples of a batch must be made with the same.</remarks>
    public MissingValues MissingValues { get; init; }

    /// <summary>The seed of the warm-up. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The most threads, 0 for all cores (the default). The result is the same for any number, bit for bit.</summary>
    public int Threads
    {
        get => threads;
        init => threads = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, "The number of threads is 1 or more, or 0 for all cores.");
    }

    /// <summary>The rows of a batch that suit D features where nothing else decides, from 64 to 1024.</summary>
    public static int DefaultBatch(int dimension) => Math.Clamp(8 * dimension, 64, 1024);

    /// <summary>True for one that competes with another: it looks for no drift itself.</summary>
    internal bool IsChallenger { get; init; }

    /// <summary>True where drift is looked for.</summary>
    internal bool Detects => Memory.Detects && !IsChallenger;

    /// <summary>W0: the samples a mixture of D features is warmed up with, max(500, 20 K (D + 1), 2 p).</summary>
    internal int WarmUp(int dimension) =>
        Math.Max(500, Math.Max(20 * Components * (dimension + 1), 2 * ParameterCount(dimension)));

    internal int ParameterCount(int dimension) => Components - 1 + (Components * dimension) + Shape.ParameterCount(Components, dimension);
}
